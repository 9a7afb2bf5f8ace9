//! Expected talk time as billing meters round it.
//!
//! Rounding up adds to each contact what its talk lacks to the next unit. What it adds in the mean is found over quantiles of
//! the handle time, scaled to the mean that the interval's agents gave it; the talk time itself is taken as it is.

use super::expected::ExpectedCell;
use crate::sampling::{Tail, quantile};
use crate::scenario::model::{FeeKind, Rounding, Scenario, StreamId};

/// Quantiles over which rounding is averaged.
const TALK_POINTS: usize = 500;

/// Billing meters of a scenario, with the handle times of its streams.
#[derive(Debug)]
pub(super) struct BilledTalk<'s> {
    scenario: &'s Scenario,
    meters: Vec<Rounding>,
    /// Meters that read each stream.
    meters_of: Vec<Vec<usize>>,
    /// By stream and piece of the day: talk times in seconds at factor 1.
    talk_s: Vec<Vec<Vec<f64>>>,
    /// By stream: the piece and mean talk time last asked for, and what rounding adds by meter.
    last: Vec<Option<(usize, f64, Vec<f64>)>>,
}

impl<'s> BilledTalk<'s> {
    pub(super) fn new(scenario: &'s Scenario) -> Self {
        let meters = scenario.meters();
        let meters_of: Vec<Vec<usize>> = scenario
            .streams
            .iter()
            .map(|stream| {
                let mut of: Vec<usize> = scenario
                    .contracts
                    .iter()
                    .flat_map(|contract| &contract.fees)
                    .filter_map(|fee| match &fee.kind {
                        FeeKind::PerMinute { channel, meter, .. }
                            if channel.is_none_or(|channel| channel == stream.channel) =>
                        {
                            Some(*meter)
                        }
                        _ => None,
                    })
                    .collect();
                of.sort_unstable();
                of.dedup();
                of
            })
            .collect();
        let talk_s = scenario
            .streams
            .iter()
            .zip(&meters_of)
            .map(|(stream, meters)| {
                if meters.is_empty() {
                    return Vec::new();
                }
                let point = |point: usize| (point as f64 + 0.5) / TALK_POINTS as f64;
                let pieces = stream.handle_time.pieces.iter();
                pieces
                    .map(|(_, law)| {
                        (0..TALK_POINTS).map(|at| stream.talk_share * quantile(law, Tail::Lower, point(at))).collect()
                    })
                    .collect()
            })
            .collect();
        BilledTalk { scenario, meters, meters_of, talk_s, last: vec![None; scenario.streams.len()] }
    }

    /// Billed seconds of a stream's contacts in an interval, by the meters that read it.
    pub(super) fn of(&mut self, interval: usize, stream: StreamId, cell: &ExpectedCell) -> Vec<(usize, f64)> {
        let meters = &self.meters_of[stream.0];
        let answered = cell.volume.answered;
        if meters.is_empty() || answered <= 0.0 {
            return Vec::new();
        }
        let of = &self.scenario.streams[stream.0];
        let piece = of.handle_time.piece_at(self.scenario.calendar.second_of_day(interval));
        let mean_s = cell.volume.talk_s / answered;
        let is_known =
            |(known, mean, _): &(usize, f64, Vec<f64>)| *known == piece && (mean - mean_s).abs() <= 1e-9 * mean_s;
        if !self.last[stream.0].as_ref().is_some_and(is_known) {
            let scale = mean_s / (of.handle_time.pieces[piece].1.mean_s() * of.talk_share);
            let talk_s = &self.talk_s[stream.0][piece];
            let added = meters
                .iter()
                .map(|meter| {
                    let rounding = &self.meters[*meter];
                    let sum: f64 = talk_s.iter().map(|talk_s| billed(rounding, talk_s * scale) - talk_s * scale).sum();
                    sum / TALK_POINTS as f64
                })
                .collect();
            self.last[stream.0] = Some((piece, mean_s, added));
        }
        let Some((_, _, added)) = &self.last[stream.0] else { return Vec::new() };
        let billed = |added: &f64| cell.volume.talk_s + answered * added;
        meters.iter().copied().zip(added.iter().map(billed)).collect()
    }
}

/// Billed seconds of one contact.
fn billed(rounding: &Rounding, talk_s: f64) -> f64 {
    if rounding.free_s > 0.0 && talk_s <= rounding.free_s {
        0.0
    } else if rounding.unit_s > 0.0 {
        (talk_s / rounding.unit_s).ceil() * rounding.unit_s
    } else {
        talk_s
    }
}
