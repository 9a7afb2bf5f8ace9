//! The chance of something that happens or not in a replication, with Wilson's interval.
//!
//! With p = k/n and z the normal quantile, the interval is
//! `(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)`; it stays within 0 and 1 and is not empty at k = 0 or k = n.
//! E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953.

use super::{Confidence, Estimate};

/// Estimates a chance from the number of replications in which it happened. `None` without replications.
pub fn chance(happened: u64, replications: u64, confidence: Confidence) -> Option<Estimate> {
    if replications == 0 {
        return None;
    }
    let n = replications as f64;
    let share = happened as f64 / n;
    if replications == 1 {
        return Some(Estimate { n: 1, ..Estimate::computed(share) });
    }
    let z = confidence.normal_quantile();
    let z2 = z * z;
    let spread = share * (1.0 - share) / n;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z * libm::sqrt(spread + z2 / (4.0 * n * n)) / (1.0 + z2 / n);
    Some(Estimate {
        value: share,
        standard_error: Some(libm::sqrt(spread)),
        low: Some(if happened == 0 { 0.0 } else { centre - half }),
        high: Some(if happened == replications { 1.0 } else { centre + half }),
        n: replications,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_interval_by_hand() {
        // k = 0 of 10: upper end z²/(n + z²) = 3.8415/13.8415
        let none = chance(0, 10, Confidence::default()).unwrap();
        assert_eq!((none.value, none.low), (0.0, Some(0.0)));
        assert!((none.high.unwrap() - 0.277_532_8).abs() < 1e-6);
        // k = 5 of 10: 0.5 ± z √(1/40 + z²/400)/(1 + z²/10)
        let half = chance(5, 10, Confidence::default()).unwrap();
        assert!((half.low.unwrap() - 0.236_593_1).abs() < 1e-6 && (half.high.unwrap() - 0.763_406_9).abs() < 1e-6);
        assert_eq!(chance(10, 10, Confidence::default()).unwrap().high, Some(1.0));
    }

    #[test]
    fn too_few_replications() {
        assert_eq!(chance(0, 0, Confidence::default()), None);
        let one = chance(1, 1, Confidence::default()).unwrap();
        assert_eq!((one.value, one.low), (1.0, None));
    }
}
