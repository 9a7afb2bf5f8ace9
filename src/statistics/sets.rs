//! Estimates from replications that were drawn in sets.
//!
//! Replications of one set hang together (a Latin hypercube), sets do not. So a set is one observation: the sums of its
//! replications. A mean is then a ratio of sums, of values and of numbers of replications, with the delta-method interval
//! and Student's quantile for the number of sets; a set that was not finished counts with the replications that it has.
//! See A. B. Owen (1992), "A central limit theorem for Latin hypercube sampling", doi:10.1111/j.2517-6161.1992.tb01895.x.

use super::{Confidence, Estimate, mean, ratio_of_sums};
use crate::scenario::model::RunSettings;

/// Number of consecutive replications that make one observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetsOf(usize);

impl SetsOf {
    /// Every replication is an observation.
    pub const ONE: SetsOf = SetsOf(1);

    /// Sets of so many replications, at least one.
    pub fn new(replications: u32) -> Self {
        SetsOf(replications.max(1) as usize)
    }

    /// The sets that a run's replications are drawn in.
    pub fn of_run(run: &RunSettings) -> Self {
        SetsOf::new(run.replications_an_observation())
    }

    /// What can be taken as observations of both runs, replication by replication.
    pub fn common(self, other: SetsOf) -> Self {
        if self == other { self } else { SetsOf(1) }
    }

    /// The replications of a set, by its number, among so many replications.
    pub fn replications(self, set: usize, of: usize) -> std::ops::Range<usize> {
        set * self.0..usize::min((set + 1) * self.0, of)
    }

    /// Number of sets among so many replications, an unfinished one included.
    pub fn count(self, replications: usize) -> usize {
        replications.div_ceil(self.0)
    }

    /// The expected value of a replication's total, from totals in replication order. `None` without observations.
    pub fn mean(self, values: &[f64], confidence: Confidence) -> Option<Estimate> {
        if self.0 == 1 {
            return mean(values, confidence);
        }
        // differences to the first value, so that constant data have a spread of exactly zero
        let first = *values.first()?;
        let differences: Vec<f64> = values.iter().map(|value| value - first).collect();
        let sizes: Vec<f64> = values.chunks(self.0).map(|set| set.len() as f64).collect();
        let estimate = ratio_of_sums(&self.sums(&differences), &sizes, confidence)?;
        Some(Estimate {
            value: estimate.value + first,
            low: estimate.low.map(|low| low + first),
            high: estimate.high.map(|high| high + first),
            ..estimate
        })
    }

    /// The ratio of sums of two totals, both in replication order. `None` when the denominators sum to zero.
    pub fn ratio(self, numerators: &[f64], denominators: &[f64], confidence: Confidence) -> Option<Estimate> {
        ratio_of_sums(&self.sums(numerators), &self.sums(denominators), confidence)
    }

    fn sums(self, values: &[f64]) -> Vec<f64> {
        values.chunks(self.0).map(|set| set.iter().sum()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_one_observation() {
        let values = [1.0, 3.0, 2.0, 4.0, 6.0, 0.0];
        let estimate = SetsOf::new(2).mean(&values, Confidence::default()).unwrap();
        let of_means = mean(&[2.0, 3.0, 3.0], Confidence::default()).unwrap();
        assert_eq!(estimate.n, 3);
        assert!((estimate.value - of_means.value).abs() < 1e-12);
        assert!((estimate.standard_error.unwrap() - of_means.standard_error.unwrap()).abs() < 1e-12);
        assert!((estimate.high.unwrap() - of_means.high.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn sets_of_one_are_plain_and_an_unfinished_set_counts_by_its_size() {
        let values = [1.0, 3.0, 2.0];
        assert_eq!(SetsOf::new(1).mean(&values, Confidence::default()), mean(&values, Confidence::default()));
        assert_eq!(SetsOf::new(2).mean(&values, Confidence::default()).unwrap().value, 2.0);
        let ratio = SetsOf::new(2).ratio(&values, &[2.0, 2.0, 2.0], Confidence::default()).unwrap();
        assert_eq!((ratio.value, ratio.n), (1.0, 2));
        let constant = SetsOf::new(2).mean(&[0.1; 7], Confidence::default()).unwrap();
        assert_eq!((constant.value, constant.standard_error), (0.1, Some(0.0)));
        assert_eq!(SetsOf::new(2).mean(&[], Confidence::default()), None);
    }
}
