//! Counts by bucket, kept only between the least and the greatest bucket met.

use super::percentile::percentile_of;

/// Observations by bucket; merging in any order gives the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct BucketCounts {
    first: usize,
    counts: Vec<u32>,
    n: u64,
}

impl BucketCounts {
    /// Number of observations.
    pub(super) fn n(&self) -> u64 {
        self.n
    }

    /// Counts one observation.
    pub(super) fn add(&mut self, bucket: usize) {
        self.cover(bucket, bucket);
        self.counts[bucket - self.first] += 1;
        self.n += 1;
    }

    /// Adds other observations.
    pub(super) fn merge(&mut self, other: &BucketCounts) {
        if other.counts.is_empty() {
            return;
        }
        self.cover(other.first, other.first + other.counts.len() - 1);
        let shift = other.first - self.first;
        for (mine, theirs) in self.counts[shift..].iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.n += other.n;
    }

    /// Makes room for the buckets from `low` to `high`.
    fn cover(&mut self, low: usize, high: usize) {
        if self.counts.is_empty() {
            self.first = low;
        }
        if low < self.first {
            self.counts.splice(0..0, std::iter::repeat_n(0, self.first - low));
            self.first = low;
        }
        if high >= self.first + self.counts.len() {
            self.counts.resize(high - self.first + 1, 0);
        }
    }

    /// Type 7 percentile, each observation standing at its bucket's value. `None` below two observations.
    pub(super) fn percentile(&self, p: f64, value_of: impl Fn(usize) -> f64) -> Option<f64> {
        percentile_of(self.n, p, |rank| {
            let mut before = 0;
            for (offset, count) in self.counts.iter().enumerate() {
                before += u64::from(*count);
                if before > rank {
                    return value_of(self.first + offset);
                }
            }
            unreachable!("the counts sum to n, and a rank is below n")
        })
    }
}
