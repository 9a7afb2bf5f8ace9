//! Distribution of a share over replications, in buckets of a thousandth.

use super::bucket_counts::BucketCounts;

/// A histogram of shares; each stands at the nearest thousandth, so 0 and 1 are exact.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ShareHistogram {
    buckets: BucketCounts,
}

impl ShareHistogram {
    /// Takes in the share `numerator/denominator` of one replication; a replication without a denominator is left out.
    pub fn add(&mut self, numerator: u64, denominator: u64) {
        if denominator == 0 {
            return;
        }
        let (x, y) = (u128::from(numerator), u128::from(denominator));
        self.buckets.add((((2000 * x + y) / (2 * y)) as usize).min(1000));
    }

    /// Takes in other replications.
    pub fn merge(&mut self, other: &ShareHistogram) {
        self.buckets.merge(&other.buckets);
    }

    /// Number of replications that had a share.
    pub fn n(&self) -> u64 {
        self.buckets.n()
    }

    /// Type 7 percentile at a share `p`. `None` below two observations.
    pub fn percentile(&self, p: f64) -> Option<f64> {
        self.buckets.percentile(p, |bucket| bucket as f64 / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_stand_at_the_nearest_thousandth() {
        let mut histogram = ShareHistogram::default();
        histogram.add(0, 7);
        histogram.add(7, 7);
        histogram.add(2, 3);
        histogram.add(0, 0);
        assert_eq!(histogram.n(), 3);
        assert_eq!([0.0, 0.5, 1.0].map(|p| histogram.percentile(p)), [Some(0.0), Some(0.667), Some(1.0)]);
    }

    #[test]
    fn empty_and_single_data_have_no_percentile() {
        let mut histogram = ShareHistogram::default();
        assert_eq!(histogram.percentile(0.5), None);
        histogram.add(1, 2);
        assert_eq!(histogram.percentile(0.5), None);
        let mut other = ShareHistogram::default();
        other.add(1, 2);
        histogram.merge(&other);
        assert_eq!(histogram.percentile(0.5), Some(0.5));
    }
}
