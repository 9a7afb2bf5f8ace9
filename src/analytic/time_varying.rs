//! Offered load by interval when arrivals change with the time of day, and the agents it takes.
//!
//! - *Pointwise stationary*, which on intervals with constant rates is *stationary independent period by period* (SIPP):
//!   load = contacts x handle time / interval, as if the interval had always been as it is.
//! - *Modified offered load* (Jagerman 1975; Massey & Whitt 1994, doi:10.1214/aoap/1177004906): the mean number of contacts in
//!   service if agents were unlimited, which lags behind arrivals and remembers them; averaged over each interval it
//!   replaces the load in the stationary formula.

use super::{Goal, Mixture, Patience, Pool, Thresholds, agents_needed, least_agents};

/// Pointwise-stationary load by interval in erlangs. `contacts` and `handle_time_s` have one entry an interval: expected
/// contacts, and their mean handle time in seconds.
pub fn pointwise_stationary_load(contacts: &[f64], interval_s: f64, handle_time_s: &[f64]) -> Vec<f64> {
    contacts.iter().zip(handle_time_s).map(|(contacts, handle_time_s)| contacts * handle_time_s / interval_s).collect()
}

/// Modified offered load of one interval, in erlangs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntervalLoad {
    /// Averaged over the interval.
    pub mean: f64,
    /// At its end.
    pub at_end: f64,
}

/// Modified offered load for exponential handle times, exactly: `m' = λ - m/h` with λ and h constant on an interval, from `start`
/// erlangs on (0 for a season that starts empty). Whoever is in service when h changes goes on at the new rate.
pub fn modified_offered_load(
    contacts: &[f64],
    interval_s: f64,
    handle_time_s: &[f64],
    start: f64,
) -> Vec<IntervalLoad> {
    let mut at_start = start;
    contacts
        .iter()
        .zip(handle_time_s)
        .map(|(contacts, handle_time_s)| {
            let stationary = contacts * handle_time_s / interval_s;
            let times = interval_s / handle_time_s;
            let decayed = -libm::expm1(-times);
            let excess = at_start - stationary;
            let load =
                IntervalLoad { mean: stationary + excess * decayed / times, at_end: at_start - excess * decayed };
            at_start = load.at_end;
            load
        })
        .collect()
}

/// Mean of the stationary-excess (residual) handle time in seconds, `E[S²] / (2 E[S])`: by how much load lags behind
/// arrivals. `cv` is standard deviation over mean; for exponential times the lag is the mean itself.
pub fn lag_s(handle_time_s: f64, cv: f64) -> f64 {
    0.5 * handle_time_s * (1.0 + cv * cv)
}

/// Modified offered load for handle times of any law, in erlangs averaged over each interval, to first order: the
/// pointwise-stationary load of arrivals `lag_s` seconds ago (Eick, Massey & Whitt 1993, "The physics of the M_t/G/∞ queue",
/// doi:10.1287/opre.41.4.731). Nothing arrives before the first interval.
///
/// `lag_s` by interval, from [`lag_s`] or the law's own second moment; `handle_time_s` of the contacts of each interval.
pub fn lagged_load(contacts: &[f64], interval_s: f64, handle_time_s: &[f64], lag_s: &[f64]) -> Vec<f64> {
    let own = pointwise_stationary_load(contacts, interval_s, handle_time_s);
    let mut lagged = vec![0.0; own.len()];
    for (from, (load, lag_s)) in own.iter().zip(lag_s).enumerate() {
        let shift = lag_s / interval_s;
        let whole = shift.floor();
        let part = shift - whole;
        let to = from.saturating_add(whole as usize);
        if let Some(first) = lagged.get_mut(to) {
            *first += (1.0 - part) * load;
        }
        if let Some(second) = lagged.get_mut(to.saturating_add(1)) {
            *second += part * load;
        }
    }
    lagged
}

/// What a pool is asked to achieve in every interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// Patience of those who wait.
    pub patience: Patience,
    /// Most contacts waiting and in service, if there is a limit.
    pub lines: Option<u64>,
    /// Law of the factor on the load ([`Mixture::certain`] for none).
    pub busyness: Mixture,
    /// The goal.
    pub goal: Goal,
    /// T and s.
    pub thresholds: Thresholds,
}

impl Requirement {
    fn pool(&self, load: f64, handle_time_s: f64) -> Pool {
        Pool {
            arrivals_per_s: load / handle_time_s,
            handle_time_s,
            agents: 0.0,
            patience: self.patience,
            lines: self.lines,
        }
    }

    /// Whole agents by interval, from the load in erlangs and the mean handle time in seconds of each; no agents where there
    /// is no load, nothing where the goal is out of reach.
    pub fn required_agents_by_interval(&self, loads: &[f64], handle_time_s: &[f64]) -> Vec<Option<u64>> {
        loads
            .iter()
            .zip(handle_time_s)
            .map(|(load, time)| least_agents(&self.pool(*load, *time), &self.busyness, self.goal, self.thresholds))
            .collect()
    }

    /// The same as fractions of agents, for cost curves and the start of a search.
    pub fn fractional_agents_by_interval(&self, loads: &[f64], handle_time_s: &[f64]) -> Vec<Option<f64>> {
        loads
            .iter()
            .zip(handle_time_s)
            .map(|(load, time)| agents_needed(&self.pool(*load, *time), &self.busyness, self.goal, self.thresholds))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model::ServiceLevelDefinition;

    #[test]
    fn constant_arrivals_reach_the_stationary_load_by_every_road() {
        let (contacts, handle) = ([90.0; 40], [300.0; 40]);
        let stationary = pointwise_stationary_load(&contacts, 1_800.0, &handle);
        assert_eq!(stationary[0], 15.0);
        let modified = modified_offered_load(&contacts, 1_800.0, &handle, 0.0);
        assert!((modified[39].mean - 15.0).abs() < 1e-12 && modified[0].mean < 13.0);
        let lagged = lagged_load(&contacts, 1_800.0, &handle, &[lag_s(300.0, 1.0); 40]);
        assert!((lagged[39] - 15.0).abs() < 1e-12 && lagged[0] < 13.0);
    }

    #[test]
    fn no_load_is_lost_by_the_lag() {
        let contacts = [10.0, 200.0, 30.0, 0.0, 0.0, 0.0];
        let lagged = lagged_load(&contacts, 900.0, &[400.0; 6], &[1_300.0; 6]);
        let own = pointwise_stationary_load(&contacts, 900.0, &[400.0; 6]);
        assert!((lagged.iter().sum::<f64>() - own.iter().sum::<f64>()).abs() < 1e-12);
        assert_eq!(lagged[0], 0.0);
        assert!(lagged[2] > lagged[1]);
    }

    #[test]
    fn a_long_lag_moves_load_out_of_sight_without_a_panic() {
        assert_eq!(lagged_load(&[5.0], 900.0, &[60.0], &[1e30]), vec![0.0]);
    }

    #[test]
    fn whole_and_fractional_requirements_agree() {
        let requirement = Requirement {
            patience: Patience::exponential(90.0),
            lines: None,
            busyness: Mixture::certain(),
            goal: Goal::ServiceLevel { definition: ServiceLevelDefinition::Offered, at_least: 0.8 },
            thresholds: Thresholds::within(20.0),
        };
        let loads = [0.0, 0.4, 26.666_666_666_666_668, 200.0];
        let handle = [240.0; 4];
        let whole = requirement.required_agents_by_interval(&loads, &handle);
        assert_eq!((whole[0], whole[2]), (Some(0), Some(28)));
        for (whole, fraction) in whole.iter().zip(requirement.fractional_agents_by_interval(&loads, &handle)) {
            let (whole, fraction) = (whole.expect("reachable") as f64, fraction.expect("reachable"));
            assert!(fraction <= whole && fraction > whole - 1.0 || whole == 0.0, "{whole} {fraction}");
        }
    }
}
