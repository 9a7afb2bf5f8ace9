//! Modelled satisfaction by expectation.

use crate::scenario::model::Satisfaction;

/// Mean satisfaction of a resolved contact whose wait is exponential with a mean in seconds (0 = answered at once).
///
/// The curve is linear between its points, so each piece of slope b from x to y adds `b m (exp(-x/m) - exp(-y/m))`.
pub(super) fn of_exponential_wait(curve: &Satisfaction, mean_s: f64) -> f64 {
    let Some((_, at_start)) = curve.by_wait.first().copied() else { return 0.0 };
    let survives = |wait_s: f64| if mean_s > 0.0 { libm::exp(-wait_s / mean_s) } else { 0.0 };
    let pieces = curve.by_wait.windows(2).map(|ends| {
        let ((from, high), (to, low)) = (ends[0], ends[1]);
        if to > from { (low - high) / (to - from) * mean_s * (survives(from) - survives(to)) } else { 0.0 }
    });
    if mean_s > 0.0 { at_start + pieces.sum::<f64>() } else { of_wait(curve, 0.0) }
}

/// Satisfaction of a resolved contact that waited so many seconds.
pub(super) fn of_wait(curve: &Satisfaction, wait_s: f64) -> f64 {
    let after = curve.by_wait.partition_point(|(at, _)| *at <= wait_s);
    match (after.checked_sub(1).map(|before| curve.by_wait[before]), curve.by_wait.get(after)) {
        (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * (wait_s - x0) / (x1 - x0),
        (Some((_, last)), None) => last,
        (None, Some((_, first))) => *first,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponential_wait_on_a_falling_line() {
        let curve = Satisfaction {
            by_wait: vec![(0.0, 1.0), (100.0, 0.0)],
            unresolved_factor: 1.0,
            bot_resolved: 1.0,
            bot_unresolved: 1.0,
            not_served: 0.0,
        };
        // 1 - E[min(W, 100)] / 100 with mean 50: 1 - 0.5 (1 - e^-2)
        let expected = 1.0 - 0.5 * (1.0 - (-2.0f64).exp());
        assert!((of_exponential_wait(&curve, 50.0) - expected).abs() < 1e-12);
        assert_eq!((of_exponential_wait(&curve, 0.0), of_wait(&curve, 25.0)), (1.0, 0.75));
    }
}
