//! Differences beyond chance: two-sided p-values, and Holm's judgement of many at once.
//!
//! Holm (1979), "A simple sequentially rejective multiple test procedure": with m p-values in ascending order, the adjusted
//! k-th one is the greatest of `(m - j + 1) p_j` over j up to k. Calling beyond chance what is adjusted to at most α keeps the
//! chance of one false call among all of them at α, whatever hangs together.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Chance of a Student variable at least as far from zero, for at least one degree of freedom.
pub fn student_p_value(t: f64, degrees_of_freedom: u64) -> f64 {
    let law = StudentsT::new(0.0, 1.0, degrees_of_freedom.max(1) as f64).expect("the degrees of freedom are positive");
    (2.0 * law.cdf(-t.abs())).min(1.0)
}

/// Chance of a standard normal variable at least as far from zero.
pub fn normal_p_value(z: f64) -> f64 {
    let law = Normal::new(0.0, 1.0).expect("the standard normal exists");
    (2.0 * law.cdf(-z.abs())).min(1.0)
}

/// Adjusts p-values by Holm's procedure, in the order given.
///
/// ```
/// let adjusted = peakdesk::statistics::holm(&[0.04, 0.01, 0.03]);
/// assert!(adjusted.iter().zip([0.06, 0.03, 0.06]).all(|(found, known)| (found - known).abs() < 1e-12));
/// ```
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut greatest = 0.0f64;
    for (rank, index) in order.into_iter().enumerate() {
        greatest = greatest.max((p_values.len() - rank) as f64 * p_values[index]).min(1.0);
        adjusted[index] = greatest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_those_of_the_tables() {
        assert!((student_p_value(2.2281388519649385, 10) - 0.05).abs() < 1e-9);
        assert!((student_p_value(-12.706204736432095, 1) - 0.05).abs() < 1e-9);
        assert!((normal_p_value(1.959963984540054) - 0.05).abs() < 1e-9);
        assert_eq!(student_p_value(0.0, 5), 1.0);
    }

    #[test]
    fn holm_is_never_below_the_p_value_and_never_above_bonferroni() {
        let p_values = [0.001, 0.2, 0.013, 0.04, 0.9, 0.013];
        for (adjusted, p) in holm(&p_values).iter().zip(p_values) {
            assert!(*adjusted >= p && *adjusted <= (6.0 * p).min(1.0) + 1e-12);
        }
        assert!(holm(&[]).is_empty());
    }
}
