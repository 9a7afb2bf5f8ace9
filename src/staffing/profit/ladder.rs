//! The ladder: for each desk the played positions in order, and the least rung of each day that keeps the floor.

use super::candidate::Candidate;
use super::desk::Desk;
use crate::scenario::model::{Scenario, ServiceCounts};
use crate::staffing::trial::add;

/// The floor may be missed by so much on the search's replications.
const TOLERANCE: f64 = 0.002;

/// One played position of a desk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rung {
    pub(super) position: f64,
    pub(super) candidate: usize,
}

/// All that was played.
#[derive(Debug, Clone)]
pub(super) struct Ladder {
    pub(super) desks: Vec<Desk>,
    pub(super) candidates: Vec<Candidate>,
    /// By desk, from the lowest position to the highest; positions whose plan for the desk is that of the one below are left out.
    pub(super) rungs: Vec<Vec<Rung>>,
    /// By desk and day: the first rung that keeps every channel's floor; the last where none does.
    pub(super) least: Vec<Vec<usize>>,
    /// Channel, day and service level where even the last rung misses the floor, at the worst.
    pub(super) missed_floor: Option<(usize, usize, f64)>,
}

impl Ladder {
    pub(super) fn new(desks: Vec<Desk>) -> Self {
        let count = desks.len();
        Ladder {
            desks,
            candidates: Vec::new(),
            rungs: vec![Vec::new(); count],
            least: vec![Vec::new(); count],
            missed_floor: None,
        }
    }

    /// Sorts the rungs anew and finds the floors, after candidates were added.
    pub(super) fn arrange(&mut self, scenario: &Scenario) {
        self.missed_floor = None;
        for desk in 0..self.desks.len() {
            let mut rungs: Vec<Rung> = self
                .candidates
                .iter()
                .enumerate()
                .map(|(candidate, of)| Rung { position: of.positions[desk], candidate })
                .collect();
            rungs.sort_by(|a, b| a.position.total_cmp(&b.position).then(a.candidate.cmp(&b.candidate)));
            rungs.dedup_by(|next, kept| self.is_same(desk, next.candidate, kept.candidate));
            self.rungs[desk] = rungs;
            self.least[desk] = (0..scenario.calendar.days()).map(|day| self.least_rung(scenario, desk, day)).collect();
        }
    }

    /// Whether two candidates put the same agents on a desk.
    pub(super) fn is_same(&self, desk: usize, a: usize, b: usize) -> bool {
        let required = |candidate: usize| &self.candidates[candidate].allocated.plan.required;
        self.desks[desk].groups.iter().all(|group| required(a)[group.0] == required(b)[group.0])
    }

    fn least_rung(&mut self, scenario: &Scenario, desk: usize, day: usize) -> usize {
        let floors: Vec<(usize, f64)> = self.desks[desk]
            .channels
            .iter()
            .filter_map(|channel| Some((channel.0, scenario.service_floor[channel.0]?)))
            .collect();
        if floors.is_empty() {
            return 0;
        }
        let has_deferred = self.desks[desk].has_deferred;
        let level = |candidate: usize, channel: usize| {
            let mut counts = ServiceCounts::default();
            for played in &self.candidates[candidate].played {
                match has_deferred {
                    true => played.service[channel].iter().for_each(|of| add(&mut counts, *of)),
                    false => add(&mut counts, played.service[channel][day]),
                }
            }
            let (part, whole) = scenario.channels[channel].service.definition.ratio(counts);
            (whole > 0).then(|| part as f64 / whole as f64)
        };
        let keeps = |rung: &Rung| {
            floors
                .iter()
                .all(|(channel, floor)| level(rung.candidate, *channel).is_none_or(|level| level >= floor - TOLERANCE))
        };
        if let Some(first) = self.rungs[desk].iter().position(keeps) {
            return first;
        }
        let last = self.rungs[desk].len() - 1;
        let missed = floors.iter().filter_map(|(channel, floor)| {
            let reached = level(self.rungs[desk][last].candidate, *channel)?;
            (reached < floor - TOLERANCE).then_some((*channel, day, reached))
        });
        let worst = missed.chain(self.missed_floor).min_by(|a, b| {
            let short = |it: &(usize, usize, f64)| it.2 - scenario.service_floor[it.0].unwrap_or(0.0);
            short(a).total_cmp(&short(b))
        });
        self.missed_floor = worst;
        last
    }

    /// Service level of some channels of a candidate together, over all its replications.
    pub(super) fn service_level(&self, scenario: &Scenario, counts: &[(usize, ServiceCounts)]) -> Option<f64> {
        let (mut part, mut whole) = (0, 0);
        for (channel, counts) in counts {
            let (more, of) = scenario.channels[*channel].service.definition.ratio(*counts);
            part += more;
            whole += of;
        }
        (whole > 0).then(|| part as f64 / whole as f64)
    }
}
