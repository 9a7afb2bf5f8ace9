//! Distribution of a count over replications, in memory that does not grow with their number.
//!
//! Buckets are exact below 128; above, each octave has 64 of them, and a count stands at its bucket's middle: the
//! relative error is at most 1/128.

use super::bucket_counts::BucketCounts;

const EXACT_BITS: u32 = 7;
const EXACT: u64 = 1 << EXACT_BITS;
const STEPS: u64 = EXACT / 2;

/// A log-linear histogram of counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CountHistogram {
    buckets: BucketCounts,
}

fn bucket_of(count: u64) -> usize {
    if count < EXACT {
        return count as usize;
    }
    let octave = 63 - count.leading_zeros();
    let step = (count >> (octave - (EXACT_BITS - 1))) & (STEPS - 1);
    (EXACT + u64::from(octave - EXACT_BITS) * STEPS + step) as usize
}

fn middle_of(bucket: usize) -> f64 {
    let bucket = bucket as u64;
    if bucket < EXACT {
        return bucket as f64;
    }
    let (octaves, step) = ((bucket - EXACT) / STEPS, (bucket - EXACT) % STEPS);
    let width = 2.0 * libm::exp2(octaves as f64);
    (STEPS + step) as f64 * width + (width - 1.0) / 2.0
}

impl CountHistogram {
    /// Takes in the count of one replication.
    pub fn add(&mut self, count: u64) {
        self.buckets.add(bucket_of(count));
    }

    /// Takes in other replications.
    pub fn merge(&mut self, other: &CountHistogram) {
        self.buckets.merge(&other.buckets);
    }

    /// Number of observations.
    pub fn n(&self) -> u64 {
        self.buckets.n()
    }

    /// Type 7 percentile at a share `p`. `None` below two observations.
    pub fn percentile(&self, p: f64) -> Option<f64> {
        self.buckets.percentile(p, middle_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_exact() {
        let mut histogram = CountHistogram::default();
        [4, 1, 3, 2].into_iter().for_each(|count| histogram.add(count));
        assert_eq!((histogram.percentile(0.25), histogram.percentile(0.5)), (Some(1.75), Some(2.5)));
        assert_eq!(histogram.n(), 4);
    }

    #[test]
    fn every_count_is_within_one_percent_and_buckets_are_in_order() {
        let mut last = 0;
        for count in (0..100_000u64).chain((0..2_000).map(|k| 1_000_000 + k * 7_919)) {
            let bucket = bucket_of(count);
            assert!(bucket >= last, "{count}");
            last = bucket;
            assert!((middle_of(bucket) - count as f64).abs() <= count as f64 / 128.0, "{count}: {}", middle_of(bucket));
            if count < EXACT {
                assert_eq!(middle_of(bucket), count as f64);
            }
        }
    }

    #[test]
    fn empty_single_and_constant_data() {
        let mut histogram = CountHistogram::default();
        assert_eq!(histogram.percentile(0.1), None);
        histogram.add(5);
        assert_eq!(histogram.percentile(0.1), None);
        histogram.add(5);
        assert_eq!((histogram.percentile(0.1), histogram.percentile(0.9)), (Some(5.0), Some(5.0)));
    }

    #[test]
    fn merging_in_any_order_gives_the_same() {
        let counts = [900, 3, 77, 100_000, 0, 450];
        let of = |counts: &[u64]| {
            let mut histogram = CountHistogram::default();
            counts.iter().for_each(|count| histogram.add(*count));
            histogram
        };
        let mut forward = of(&counts[..2]);
        forward.merge(&of(&counts[2..]));
        let mut backward = of(&counts[2..]);
        backward.merge(&of(&counts[..2]));
        assert_eq!(forward, of(&counts));
        assert_eq!(backward, of(&counts));
    }
}
