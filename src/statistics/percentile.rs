//! Percentiles and expected shortfall of a replication distribution.
//!
//! Percentiles are of type 7 in Hyndman and Fan's list (1996, doi:10.1080/00031305.1996.10473566), the default of
//! spreadsheets and R: with `h = (n-1)p`, linear between the order statistics around h. The expected shortfall (CVaR)
//! at α is the mean of the worst αn observations, of which the last counts by the fraction that is left over.

/// Percentile at a share `p` of ascending values. `None` below two observations.
pub fn sorted_percentile(ascending: &[f64], p: f64) -> Option<f64> {
    percentile_of(ascending.len() as u64, p, |rank| ascending[rank as usize])
}

/// Type 7 percentile of `n` ascending values that are given by rank, counted from 0. `None` below two observations.
pub(super) fn percentile_of(n: u64, p: f64, value_at: impl Fn(u64) -> f64) -> Option<f64> {
    if n < 2 {
        return None;
    }
    let position = (n - 1) as f64 * p.clamp(0.0, 1.0);
    let below = libm::floor(position);
    let rank = below as u64;
    let low = value_at(rank);
    if rank + 1 == n {
        return Some(low);
    }
    Some(low + (position - below) * (value_at(rank + 1) - low))
}

/// A replication distribution, sorted once.
#[derive(Debug, Clone, PartialEq)]
pub struct Percentiles {
    ascending: Vec<f64>,
}

impl Percentiles {
    /// Sorts the values of the replications.
    pub fn of(values: &[f64]) -> Self {
        let mut ascending = values.to_vec();
        ascending.sort_by(f64::total_cmp);
        Percentiles { ascending }
    }

    /// Percentile at a share `p`. `None` below two observations.
    pub fn at(&self, p: f64) -> Option<f64> {
        sorted_percentile(&self.ascending, p)
    }

    /// Mean of the worst (least) share `alpha` of the observations; with fewer than 1/α of them it is the least one.
    /// `None` below two observations.
    pub fn expected_shortfall(&self, alpha: f64) -> Option<f64> {
        if self.ascending.len() < 2 || !(alpha > 0.0 && alpha <= 1.0) {
            return None;
        }
        let tail = self.ascending.len() as f64 * alpha;
        let mut left = tail;
        let mut sum = 0.0;
        for value in &self.ascending {
            let weight = left.min(1.0);
            // A remainder that is only rounding of n·α is no observation.
            if weight < 1e-9 * tail {
                break;
            }
            sum += weight * value;
            left -= weight;
        }
        Some(sum / (tail - left.max(0.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_7_by_hand() {
        let values = Percentiles::of(&[4.0, 1.0, 3.0, 2.0]);
        assert_eq!(values.at(0.25), Some(1.75));
        assert_eq!(values.at(0.5), Some(2.5));
        assert_eq!((values.at(0.0), values.at(1.0)), (Some(1.0), Some(4.0)));
    }

    #[test]
    fn shortfall_counts_a_fraction_of_the_last_observation() {
        let values = Percentiles::of(&(1..=30).map(f64::from).collect::<Vec<_>>());
        // 5 % of 30 is one and a half: (1 + 0.5·2)/1.5
        assert!((values.expected_shortfall(0.05).unwrap() - 4.0 / 3.0).abs() < 1e-12);
        let whole = Percentiles::of(&(1..=40).map(f64::from).collect::<Vec<_>>());
        assert!((whole.expected_shortfall(0.05).unwrap() - 1.5).abs() < 1e-12);
        assert!((whole.expected_shortfall(1.0).unwrap() - 20.5).abs() < 1e-12);
    }

    #[test]
    fn empty_single_and_constant_data() {
        for values in [vec![], vec![1.0]] {
            assert_eq!(Percentiles::of(&values).at(0.5), None);
            assert_eq!(Percentiles::of(&values).expected_shortfall(0.05), None);
        }
        let constant = Percentiles::of(&[-2.5; 9]);
        assert_eq!((constant.at(0.05), constant.at(0.95)), (Some(-2.5), Some(-2.5)));
        assert_eq!(constant.expected_shortfall(0.05), Some(-2.5));
    }
}
