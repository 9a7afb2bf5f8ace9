//! Busyness of days: factors of mean 1, linked from day to day through normals.

use super::keys::{Key, Purpose};
use super::quantile::{Tail, standard_gamma, standard_normal};
use super::season_factors::open_uniform;
use crate::scenario::model::{Busyness, BusynessLaw, BusynessScope, Scenario};

/// The factor of a day as a function of its standard normal.
pub(super) trait BusynessFactor {
    fn of(&self, normal: f64) -> f64;
}

impl BusynessFactor for Busyness {
    fn of(&self, normal: f64) -> f64 {
        match self.law {
            BusynessLaw::Lognormal => {
                let log_variance = libm::log1p(self.cv * self.cv);
                libm::exp(log_variance.sqrt() * normal - 0.5 * log_variance)
            }
            BusynessLaw::Gamma => gamma_factor(self.cv, lower_tail(normal)),
        }
    }
}

/// A gamma factor with mean 1 as the quantile of a uniform.
pub(super) fn gamma_factor(cv: f64, uniform: f64) -> f64 {
    cv * cv * standard_gamma(1.0 / (cv * cv), Tail::Lower, uniform)
}

/// The probability of at most so much under the standard normal law.
fn lower_tail(normal: f64) -> f64 {
    0.5 * statrs::function::erf::erfc(-normal * std::f64::consts::FRAC_1_SQRT_2)
}

/// Busyness factors read off a table, for those who draw thousands of seasons: a gamma quantile costs a microsecond, a look-up a hundredth.
///
/// Between nodes, the logarithm of the gamma quantile at a normal's probability is Hermite's cubic of its values and slopes there; factors
/// are right to 1e-9 of themselves. Beyond the nodes they are worked out.
#[derive(Debug, Clone)]
pub struct TabledBusyness {
    busyness: Busyness,
    /// Logarithm and slope, times the step, at each node; empty for other laws, which need no table.
    nodes: Vec<(f64, f64)>,
}

/// Nodes lie from minus so much to plus so much; farther out, a lower tail near 1 is too coarse for slopes.
const FARTHEST: f64 = 4.0;
/// Nodes in 1.
const NODES_IN_ONE: f64 = 128.0;

impl TabledBusyness {
    /// That of a scenario.
    pub fn new(busyness: &Busyness) -> Self {
        let is_tabled = busyness.law == BusynessLaw::Gamma && busyness.cv > 0.0;
        let count = if is_tabled { (2.0 * FARTHEST * NODES_IN_ONE) as usize + 1 } else { 0 };
        let shape = 1.0 / (busyness.cv * busyness.cv);
        let log_gamma = statrs::function::gamma::ln_gamma(shape);
        let node = |number: usize| {
            let normal = number as f64 / NODES_IN_ONE - FARTHEST;
            let quantile = standard_gamma(shape, Tail::Lower, lower_tail(normal));
            // the slope of the quantile is one density over the other
            let log_normal_density = -0.5 * normal * normal - 0.5 * std::f64::consts::TAU.ln();
            let log_density_times_quantile = shape * libm::log(quantile) - quantile - log_gamma;
            let slope = libm::exp(log_normal_density - log_density_times_quantile);
            (libm::log(busyness.cv * busyness.cv * quantile), slope / NODES_IN_ONE)
        };
        TabledBusyness { busyness: busyness.clone(), nodes: (0..count).map(node).collect() }
    }
}

impl BusynessFactor for TabledBusyness {
    fn of(&self, normal: f64) -> f64 {
        let place = (normal + FARTHEST) * NODES_IN_ONE;
        let below = place as usize;
        match self.nodes.get(below..below + 2) {
            Some(&[(low, low_slope), (high, high_slope)]) if place >= 0.0 => {
                let (up, rise) = (place - below as f64, high - low);
                let bend = low_slope + high_slope - 2.0 * rise;
                libm::exp(low + up * (low_slope + up * (rise - low_slope - bend + up * bend)))
            }
            _ => self.busyness.of(normal),
        }
    }
}

/// Drawn by itself.
pub(super) fn draw_busyness(scenario: &Scenario, replication: Key) -> Vec<Vec<f64>> {
    let mut generator = None;
    linked_busyness(scenario, &scenario.demand.busyness, |series, day| {
        if day == 0 {
            generator = None;
        }
        let generator = generator.get_or_insert_with(|| replication.purpose(Purpose::Busyness).and(series).generator());
        open_uniform(generator)
    })
}

/// Busyness linked from day to day, from a uniform for each series and day, asked for in their order.
pub(super) fn linked_busyness(
    scenario: &Scenario,
    factor: &impl BusynessFactor,
    mut uniform_of: impl FnMut(u64, u64) -> f64,
) -> Vec<Vec<f64>> {
    let autocorrelation = scenario.demand.busyness.autocorrelation;
    let innovation = (1.0 - autocorrelation * autocorrelation).sqrt();
    let mut before = 0.0;
    busyness_series(scenario, factor, |series, day| {
        let fresh = standard_normal(Tail::Lower, uniform_of(series, day));
        before = if day == 0 { fresh } else { autocorrelation * before + innovation * fresh };
        before
    })
}

/// Busyness by series and day from a standard normal each, asked for in order of series and day.
pub(super) fn busyness_series(
    scenario: &Scenario,
    factor: &impl BusynessFactor,
    mut normal_of: impl FnMut(u64, u64) -> f64,
) -> Vec<Vec<f64>> {
    let (busyness, days) = (&scenario.demand.busyness, scenario.calendar.days());
    let series = match busyness.scope {
        BusynessScope::Common => 1,
        BusynessScope::ByContactType => scenario.contact_types.len(),
    };
    if busyness.cv <= 0.0 {
        return vec![vec![1.0; days]; 1];
    }
    let mut of_series = |number| (0..days as u64).map(|day| factor.of(normal_of(number, day))).collect();
    (0..series as u64).map(&mut of_series).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_factors_have_mean_one_and_the_stated_variation() {
        // 40,000 stratified uniforms: integration error well below the tolerance
        let n = 40_000;
        let values: Vec<f64> = (0..n).map(|i| gamma_factor(0.2, (f64::from(i) + 0.5) / f64::from(n))).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / f64::from(n);
        assert!((mean - 1.0).abs() < 1e-4 && (variance.sqrt() - 0.2).abs() < 1e-3, "{mean} {variance}");
    }

    #[test]
    fn the_table_is_as_good_as_the_quantile() {
        for cv in [0.02, 0.11, 0.5, 2.0] {
            let busyness = Busyness { law: BusynessLaw::Gamma, cv, autocorrelation: 0.0, scope: BusynessScope::Common };
            let tabled = TabledBusyness::new(&busyness);
            for number in 0..1_401 {
                let normal = -7.0 + f64::from(number) * 0.01;
                let (exact, read) = (busyness.of(normal), tabled.of(normal));
                assert!((read / exact - 1.0).abs() < 1e-9, "{cv} {normal}: {read} for {exact}");
            }
        }
    }
}
