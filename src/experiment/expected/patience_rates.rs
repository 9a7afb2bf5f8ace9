//! Rates of giving up that stand for patience of any law.

use crate::sampling::{Tail, quantile};
use crate::scenario::model::{Distribution, Scenario, StreamId};

/// The share of the least patient by which a law is matched: the median lies between the hazard at once, which matters on a good
/// day, and that of long waits, which matters on a bad one.
const MATCHED: f64 = 0.5;
/// Least patience of the matched share, in seconds.
const LEAST_S: f64 = 1e-3;

/// Rates of giving up by stream and piece of the day, per second.
#[derive(Debug, Clone)]
pub(super) struct PatienceRates {
    by_piece: Vec<Vec<f64>>,
}

impl PatienceRates {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let by_piece = scenario
            .streams
            .iter()
            .map(|stream| stream.patience.pieces.iter().map(|(_, law)| rate(law)).collect())
            .collect();
        PatienceRates { by_piece }
    }

    /// The rate of a stream at a second of the day; 0 = nobody gives up.
    pub(super) fn giving_up(&self, scenario: &Scenario, stream: StreamId, second: u32) -> f64 {
        self.by_piece[stream.0][scenario.streams[stream.0].patience.piece_at(second)]
    }
}

/// The rate of the exponential that has given up with the same chance at the matched share.
fn rate(law: &Distribution) -> f64 {
    match law {
        Distribution::Never => 0.0,
        Distribution::Exponential { mean_s } => 1.0 / mean_s,
        law => -libm::log1p(-MATCHED) / quantile(law, Tail::Lower, MATCHED).max(LEAST_S),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponential_in_disguise_keeps_its_rate() {
        assert!((rate(&Distribution::Weibull { shape: 1.0, scale_s: 90.0 }) * 90.0 - 1.0).abs() < 1e-12);
        assert_eq!(rate(&Distribution::Never), 0.0);
    }
}
