//! Distributions of durations, by name and parameters. Drawing from them is the business of `sampling`.

/// A distribution of a duration in seconds. Parameters are positive and finite.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "distribution", rename_all = "snake_case")]
pub enum Distribution {
    /// Always the same value, possibly zero.
    Deterministic {
        /// The value in seconds.
        value_s: f64,
    },
    /// Exponential.
    Exponential {
        /// Mean in seconds.
        mean_s: f64,
    },
    /// Lognormal, by its own mean and coefficient of variation (not those of the logarithm).
    Lognormal {
        /// Mean in seconds.
        mean_s: f64,
        /// Standard deviation over mean.
        cv: f64,
    },
    /// Gamma; `cv = 1/sqrt(k)` gives Erlang-k.
    Gamma {
        /// Mean in seconds.
        mean_s: f64,
        /// Standard deviation over mean.
        cv: f64,
    },
    /// Weibull: survival `exp(-(t/scale)^shape)`.
    Weibull {
        /// Shape.
        shape: f64,
        /// Scale in seconds.
        scale_s: f64,
    },
    /// Mixture of exponentials.
    Hyperexponential {
        /// (probability, mean in seconds); the probabilities sum to 1.
        branches: Vec<(f64, f64)>,
    },
    /// Observed values in seconds, ascending, each as likely as the next; between them the quantile function is linear.
    Empirical {
        /// At least one value.
        values_s: Vec<f64>,
    },
    /// Never: infinite patience.
    Never,
}

impl Distribution {
    /// Mean in seconds; infinite for [`Distribution::Never`].
    pub fn mean_s(&self) -> f64 {
        match self {
            Distribution::Deterministic { value_s } => *value_s,
            Distribution::Exponential { mean_s }
            | Distribution::Lognormal { mean_s, .. }
            | Distribution::Gamma { mean_s, .. } => *mean_s,
            Distribution::Weibull { shape, scale_s } => scale_s * libm::tgamma(1.0 + 1.0 / shape),
            Distribution::Hyperexponential { branches } => branches.iter().map(|(weight, mean)| weight * mean).sum(),
            Distribution::Empirical { values_s } => empirical_mean(values_s),
            Distribution::Never => f64::INFINITY,
        }
    }
}

/// Mean under the piecewise linear quantile function: the trapezium rule over the values.
fn empirical_mean(values_s: &[f64]) -> f64 {
    match values_s {
        [only] => *only,
        _ => values_s.windows(2).map(|pair| 0.5 * (pair[0] + pair[1])).sum::<f64>() / (values_s.len() - 1) as f64,
    }
}

/// Something whose parameters change at given seconds of the day, the same every day.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ByTime<T> {
    /// (second of the day from which it holds, value), ascending, the first at 0.
    pub pieces: Vec<(u32, T)>,
}

impl<T> ByTime<T> {
    /// The same at every time of the day.
    pub fn always(value: T) -> Self {
        ByTime { pieces: vec![(0, value)] }
    }

    /// The same pieces with other values.
    pub fn map(&self, value: impl Fn(&T) -> T) -> Self {
        ByTime { pieces: self.pieces.iter().map(|(from, it)| (*from, value(it))).collect() }
    }

    /// The value that holds at a second of the day.
    #[inline]
    pub fn at(&self, second_of_day: u32) -> &T {
        match &self.pieces[..] {
            [(_, only)] => only,
            pieces => &pieces[self.piece_at(second_of_day)].1,
        }
    }

    /// Index of the piece that holds at a second of the day.
    pub fn piece_at(&self, second_of_day: u32) -> usize {
        self.pieces.partition_point(|(from, _)| *from <= second_of_day).saturating_sub(1)
    }

    /// The one value, if it never changes.
    pub fn constant(&self) -> Option<&T> {
        if self.pieces.len() == 1 { Some(&self.pieces[0].1) } else { None }
    }
}
