//! A figure with its uncertainty.

/// An estimate of an expected value or of a ratio of expected values.
///
/// With one observation only the value is known, and the error and the interval are `None`.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Its standard error, in the unit of the value.
    pub standard_error: Option<f64>,
    /// Lower end of the confidence interval.
    pub low: Option<f64>,
    /// Upper end of the confidence interval.
    pub high: Option<f64>,
    /// Number of observations (replications) behind it; 0 for a value that was computed and not sampled.
    pub n: u64,
}

impl Estimate {
    /// A value that was computed and not sampled: it has no error and no interval.
    ///
    /// ```
    /// let load = peakdesk::statistics::Estimate::computed(48.0);
    /// assert_eq!((load.value, load.half_width(), load.n), (48.0, None, 0));
    /// ```
    pub fn computed(value: f64) -> Self {
        Estimate { value, standard_error: None, low: None, high: None, n: 0 }
    }

    /// A symmetric interval of `quantile` standard errors on each side.
    pub(super) fn symmetric(value: f64, standard_error: f64, quantile: f64, n: u64) -> Self {
        let half = quantile * standard_error;
        Estimate { value, standard_error: Some(standard_error), low: Some(value - half), high: Some(value + half), n }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> Option<f64> {
        Some((self.high? - self.low?) / 2.0)
    }

    /// The same in another unit: everything times a positive factor.
    pub fn scaled(self, factor: f64) -> Self {
        Estimate {
            value: self.value * factor,
            standard_error: self.standard_error.map(|error| error * factor),
            low: self.low.map(|low| low * factor),
            high: self.high.map(|high| high * factor),
            n: self.n,
        }
    }

    /// The interval cut to where the quantity can lie; a share is in `0.0..=1.0`. Value and error stay.
    pub fn within(self, range: std::ops::RangeInclusive<f64>) -> Self {
        let cut = |end: f64| end.clamp(*range.start(), *range.end());
        Estimate { low: self.low.map(cut), high: self.high.map(cut), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_and_cutting_keep_the_parts_together() {
        let estimate = Estimate::symmetric(0.9, 0.1, 2.0, 5);
        assert!((estimate.half_width().unwrap() - 0.2).abs() < 1e-15);
        let percent = estimate.scaled(100.0);
        assert!((percent.value - 90.0).abs() < 1e-12 && (percent.low.unwrap() - 70.0).abs() < 1e-12);
        let share = estimate.within(0.0..=1.0);
        assert_eq!((share.high, share.value, share.standard_error), (Some(1.0), 0.9, Some(0.1)));
    }
}
