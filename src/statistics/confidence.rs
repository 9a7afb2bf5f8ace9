//! The confidence level of intervals and the quantiles that go with it.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// A two-sided confidence level in (0, 1); 0.95 unless stated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence(f64);

impl Default for Confidence {
    fn default() -> Self {
        Confidence(0.95)
    }
}

impl Confidence {
    /// A level, if it is strictly between 0 and 1.
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Confidence(level))
    }

    /// The level as a share.
    pub fn level(self) -> f64 {
        self.0
    }

    /// Student's t quantile that leaves `(1 - level)/2` on each side, for at least one degree of freedom.
    ///
    /// Beyond 1,000 degrees of freedom by the expansion 26.7.5 of Abramowitz and Stegun around the normal quantile
    /// (error below 1e-10), because the inverse of the incomplete beta function loses digits there.
    pub fn student_quantile(self, degrees_of_freedom: u64) -> f64 {
        let degrees = degrees_of_freedom.max(1) as f64;
        if degrees > 1000.0 {
            let z = self.normal_quantile();
            let z2 = z * z;
            let first = z * (z2 + 1.0) / 4.0;
            let second = z * (3.0 + z2 * (16.0 + 5.0 * z2)) / 96.0;
            let third = z * (-15.0 + z2 * (17.0 + z2 * (19.0 + 3.0 * z2))) / 384.0;
            return z + (first + (second + third / degrees) / degrees) / degrees;
        }
        let law = StudentsT::new(0.0, 1.0, degrees).expect("the degrees of freedom are positive");
        law.inverse_cdf(0.5 + self.0 / 2.0)
    }

    /// The standard normal quantile that leaves `(1 - level)/2` on each side.
    pub fn normal_quantile(self) -> f64 {
        Normal::new(0.0, 1.0).expect("the standard normal exists").inverse_cdf(0.5 + self.0 / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        let confidence = Confidence::default();
        for (degrees, quantile) in [
            (1, 12.706204736432095),
            (2, 4.302652729911275),
            (10, 2.2281388519649385),
            (199, 1.971956544249395),
            (100_000, 1.959987708),
        ] {
            let found = confidence.student_quantile(degrees);
            assert!((found / quantile - 1.0).abs() < 1e-8, "{degrees}: {found}");
        }
        assert!((confidence.normal_quantile() - 1.959963984540054).abs() < 1e-9);
    }

    #[test]
    fn the_two_ways_to_the_student_quantile_meet() {
        let confidence = Confidence::default();
        let (below, above) = (confidence.student_quantile(1000), confidence.student_quantile(1001));
        assert!(below > above && below - above < 1e-5, "{below} {above}");
    }

    #[test]
    fn a_level_outside_zero_and_one_is_refused() {
        assert!(
            Confidence::new(0.0).is_none() && Confidence::new(1.0).is_none() && Confidence::new(f64::NAN).is_none()
        );
        assert_eq!(Confidence::new(0.9).map(Confidence::level), Some(0.9));
    }
}
