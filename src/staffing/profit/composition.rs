//! A plan put together from played candidates, day by day and desk by desk, and what it earns under a contract.
//!
//! Desks share nobody, and a live channel's queue is empty before the next day: on the same draws, what a desk does on a
//! day under a plan is what it did there in the candidate from which the plan takes that day. So a plan that was never
//! played is priced on volumes that were, whole contract clauses included. Repeats that come a day later are the only
//! tie left between days; the plan that is chosen is judged by simulation.

use super::ladder::Ladder;
use crate::money::{Pricer, Volumes};
use crate::scenario::model::{Scenario, StaffingPlan};
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::ops::Range;

/// Share of those who abandon by whom a plan's marginal value is taken.
const SMALL_SHARE: f64 = 0.001;

/// A plan under a contract.
#[derive(Debug, Clone)]
pub(super) struct Composition<'l> {
    scenario: &'l Scenario,
    ladder: &'l Ladder,
    /// Under the contract; its plan is the one that was priced last.
    pricer: Pricer,
    /// By desk and day: the rung of the desk's ladder.
    pub(super) rungs: Vec<Vec<usize>>,
    /// The rungs that plan and volumes are on: a move that is taken back moves them only when something else is tried.
    laid: Vec<Vec<usize>>,
    plan: StaffingPlan,
    volumes: Vec<Volumes>,
    /// By replication.
    pub(super) profits: Vec<f64>,
    /// Plans priced on the way here.
    pub(super) priced: u64,
}

/// How sure a move must be to be made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Proof {
    /// A better mean is enough.
    Mean,
    /// A gain as sure as this would come by luck with at most this chance (Student's test, paired): for moves so many that some
    /// look good by luck.
    Chance(f64),
}

impl<'l> Composition<'l> {
    /// Every desk on one rung throughout, raised where the floor asks for more.
    pub(super) fn uniform(scenario: &'l Scenario, ladder: &'l Ladder, contract: usize, rungs: &[usize]) -> Self {
        let base = &ladder.candidates[0];
        let days = scenario.calendar.days();
        let nowhere: Vec<Vec<usize>> = ladder.desks.iter().map(|_| vec![usize::MAX; days]).collect();
        let mut composition = Composition {
            scenario,
            ladder,
            pricer: Pricer::new(scenario, &base.allocated.plan, contract),
            rungs: nowhere.clone(),
            laid: nowhere,
            plan: base.allocated.plan.clone(),
            volumes: base.played.iter().map(|played| played.volumes.clone()).collect(),
            profits: Vec::new(),
            priced: 0,
        };
        for (desk, rung) in rungs.iter().enumerate() {
            composition.put(desk, 0..days, |_| *rung);
        }
        composition.price();
        composition
    }

    pub(super) fn mean(&self) -> f64 {
        self.profits.iter().sum::<f64>() / self.profits.len() as f64
    }

    /// Tries another rung for some days of a desk, and keeps it if that earns more.
    pub(super) fn try_move(
        &mut self,
        desk: usize,
        days: Range<usize>,
        proof: Proof,
        rung: impl Fn(usize) -> usize,
    ) -> bool {
        let before = self.rungs[desk][days.clone()].to_vec();
        let kept = self.profits.clone();
        if !self.put(desk, days.clone(), rung) {
            return false;
        }
        self.price();
        if is_gain(&self.profits, &kept, proof) {
            return true;
        }
        let first = days.start;
        self.put(desk, days, |day| before[day - first]);
        self.profits = kept;
        false
    }

    /// What the plan would earn with the days of a desk on these rungs.
    pub(super) fn mean_with(&mut self, desk: usize, rungs: &[usize]) -> f64 {
        let (before, kept) = (self.rungs[desk].clone(), self.profits.clone());
        self.take_over(desk, rungs);
        let mean = self.mean();
        self.put(desk, 0..before.len(), |day| before[day]);
        self.profits = kept;
        mean
    }

    /// Puts the days of a desk on these rungs.
    pub(super) fn take_over(&mut self, desk: usize, rungs: &[usize]) {
        if self.put(desk, 0..rungs.len(), |day| rungs[day]) {
            self.price();
        }
    }

    /// What shifting all days of a desk by so many rungs would earn more; nothing if no day can be shifted.
    pub(super) fn gain_of_shift(&mut self, desk: usize, by: isize) -> Option<f64> {
        let (before, kept) = (self.rungs[desk].clone(), self.profits.clone());
        let days = 0..before.len();
        let moved = self.put(desk, days.clone(), |day| before[day].saturating_add_signed(by));
        if moved {
            self.price();
        }
        let gain = self.profits.iter().zip(&kept).map(|(now, then)| now - then).sum::<f64>() / kept.len() as f64;
        self.put(desk, days, |day| before[day]);
        self.profits = kept;
        moved.then_some(gain)
    }

    /// Money that one more contact answered on a desk brings, and money that one more hour of its agents costs, all clauses
    /// and costs counted, at this plan; nothing where nobody abandons or nobody is on duty.
    pub(super) fn marginal_values(&mut self, desk: usize) -> Option<(f64, f64)> {
        self.lay();
        let of = &self.ladder.desks[desk];
        let total: f64 = self.profits.iter().sum();
        let mut pricer = self.pricer.clone();
        pricer.put_plan(self.scenario, &self.plan);
        let (mut earned, mut answered) = (0.0, 0.0);
        for volumes in &self.volumes {
            let (changed, more) = volumes.with_more_answered(&of.channels, SMALL_SHARE);
            earned += pricer.price_volumes(self.scenario, &changed).profit();
            answered += more;
        }
        let mut more_staffed = self.plan.clone();
        let mut hours = 0.0;
        for group in &of.groups {
            for agents in more_staffed.required[group.0].iter_mut().filter(|agents| **agents > 0) {
                *agents += 1;
                hours += self.scenario.calendar.interval_hours();
            }
        }
        pricer.put_plan(self.scenario, &more_staffed);
        let spent: f64 =
            total - self.volumes.iter().map(|it| pricer.price_volumes(self.scenario, it).profit()).sum::<f64>();
        (answered > 0.0 && hours > 0.0)
            .then(|| ((earned - total) / answered, spent / (hours * self.volumes.len() as f64)))
    }

    /// Puts days of a desk on rungs, within the ladder and above the floor. Whether anything changed.
    fn put(&mut self, desk: usize, days: Range<usize>, rung: impl Fn(usize) -> usize) -> bool {
        let mut has_changed = false;
        for day in days {
            let wanted = rung(day).min(self.ladder.rungs[desk].len() - 1).max(self.ladder.least[desk][day]);
            has_changed |= wanted != self.rungs[desk][day];
            self.rungs[desk][day] = wanted;
        }
        has_changed
    }

    /// Brings plan and volumes onto the rungs.
    fn lay(&mut self) {
        let a_day = self.scenario.calendar.intervals_per_day();
        for (desk, of) in self.ladder.desks.iter().enumerate() {
            for day in 0..self.rungs[desk].len() {
                let rung = self.rungs[desk][day];
                if self.laid[desk][day] == rung {
                    continue;
                }
                self.laid[desk][day] = rung;
                let candidate = &self.ladder.candidates[self.ladder.rungs[desk][rung].candidate];
                let intervals = day * a_day..(day + 1) * a_day;
                for group in &of.groups {
                    self.plan.required[group.0][intervals.clone()]
                        .copy_from_slice(&candidate.allocated.plan.required[group.0][intervals.clone()]);
                }
                for (volumes, played) in self.volumes.iter_mut().zip(&candidate.played) {
                    volumes.replace(&played.volumes, day..day + 1, &of.channels, &of.groups);
                }
            }
        }
    }

    /// The plan that was put together.
    pub(super) fn into_plan(mut self) -> StaffingPlan {
        self.lay();
        self.plan
    }

    /// Whether another plan is not surely better than this one.
    pub(super) fn is_as_good_as(&self, other: &Composition<'_>, chance: f64) -> bool {
        !is_gain(&other.profits, &self.profits, Proof::Chance(chance))
    }

    fn price(&mut self) {
        self.lay();
        self.pricer.put_plan(self.scenario, &self.plan);
        self.profits =
            self.volumes.iter().map(|volumes| self.pricer.price_volumes(self.scenario, volumes).profit()).collect();
        self.priced += 1;
    }
}

fn is_gain(now: &[f64], then: &[f64], proof: Proof) -> bool {
    let gains: Vec<f64> = now.iter().zip(then).map(|(now, then)| now - then).collect();
    let count = gains.len() as f64;
    let mean = gains.iter().sum::<f64>() / count;
    let scale = then.iter().map(|profit| profit.abs()).fold(1.0, f64::max);
    if mean <= 1e-9 * scale {
        return false;
    }
    match proof {
        Proof::Mean => true,
        Proof::Chance(_) if gains.len() < 2 => true,
        Proof::Chance(chance) => {
            let variance = gains.iter().map(|gain| (gain - mean) * (gain - mean)).sum::<f64>() / (count - 1.0);
            if variance <= 0.0 {
                return true;
            }
            let student = StudentsT::new(0.0, 1.0, count - 1.0).expect("degrees of freedom are above zero");
            1.0 - student.cdf(mean / (variance / count).sqrt()) < chance
        }
    }
}
