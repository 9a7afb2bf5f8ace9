//! The best plan for one contract among all that can be put together from the ladder.
//!
//! First each desk as a whole, on every rung, until no desk gains; KPI clauses make profit a step function of the service
//! level, and this goes over the whole family from nobody to far too many. Then weeks, then days, by a rung or two, as far as
//! the gain is too sure to be luck; then the season once more, since days that moved make room for it.

use super::candidate::Planner;
use super::composition::{Composition, Proof};
use super::ladder::Ladder;
use super::worth::position_of;
use crate::scenario::model::Scenario;
use jiff::civil::Weekday;
use std::ops::Range;

/// Chance with which a week's move, or a day's, may look good by luck: there are many of them.
const WEEKS: f64 = 0.01;
const DAYS: f64 = 0.001;
/// Chance from which simulation tells two plans apart.
const DISTINCT: f64 = 0.025;
/// Rounds over all desks, and over all days.
const MOST_ROUNDS: usize = 6;

/// Each desk on its best rung throughout the season.
pub(super) fn by_desk<'l>(scenario: &'l Scenario, ladder: &'l Ladder, contract: usize) -> Composition<'l> {
    let start = |part: f64| -> Vec<usize> {
        ladder.rungs.iter().map(|rungs| ((rungs.len() - 1) as f64 * part).round() as usize).collect()
    };
    // clauses that tie desks together, a minimum volume or a cap, may hold a search that starts at one end
    let mut priced = 0;
    let mut best: Option<Composition<'l>> = None;
    for part in [0.0, 0.6] {
        let mut composition = Composition::uniform(scenario, ladder, contract, &start(part));
        settle(&mut composition, ladder);
        priced += composition.priced;
        if best.as_ref().is_none_or(|best| composition.mean() > best.mean()) {
            best = Some(composition);
        }
    }
    let mut best = best.expect("there is more than one start");
    best.priced = priced;
    best
}

fn settle(composition: &mut Composition<'_>, ladder: &Ladder) {
    for _ in 0..MOST_ROUNDS {
        let mut has_moved = false;
        for desk in 0..ladder.desks.len() {
            let days = 0..composition.rungs[desk].len();
            for rung in 0..ladder.rungs[desk].len() {
                has_moved |= composition.try_move(desk, days.clone(), Proof::Mean, |_| rung);
            }
        }
        if !has_moved || ladder.desks.len() == 1 {
            break;
        }
    }
}

/// Where the analytic marginal value would put each desk, seen from a plan: the position at which one more agent just pays, if
/// it lies between the rungs beside the plan's. Formulas do not see steps; simulation has the last word.
pub(super) fn analytic_positions(
    composition: &mut Composition<'_>,
    planner: &Planner<'_>,
    ladder: &Ladder,
) -> Vec<Option<f64>> {
    (0..ladder.desks.len())
        .map(|desk| {
            if ladder.desks[desk].has_deferred {
                return None;
            }
            let (earned, spent) = composition.marginal_values(desk)?;
            let hours = planner.hours_per_contact(&ladder.desks[desk].channels);
            if spent <= 0.0 {
                return None;
            }
            let position = position_of(earned / (spent * hours))?;
            let rungs = &ladder.rungs[desk];
            let here = composition.rungs[desk].iter().copied().min()?;
            let below = here.checked_sub(1).map_or(f64::NEG_INFINITY, |below| rungs[below].position);
            let above = rungs.get(here + 1).map_or(f64::INFINITY, |above| above.position);
            (below < position && position < above).then_some(position)
        })
        .collect()
}

/// The best plan by desk; or, where simulation cannot tell them apart, the one on the rungs nearest the analytic optimum.
fn start_of_days<'l>(
    scenario: &'l Scenario,
    ladder: &'l Ladder,
    planner: &Planner<'_>,
    contract: usize,
) -> Composition<'l> {
    let mut best = by_desk(scenario, ladder, contract);
    let wanted = analytic_positions(&mut best, planner, ladder);
    let rungs: Vec<usize> = wanted
        .iter()
        .enumerate()
        .map(|(desk, wanted)| {
            let here = best.rungs[desk].iter().copied().min().unwrap_or(0);
            let Some(wanted) = wanted else { return here };
            let away = |rung: &usize| libm::fabs(ladder.rungs[desk][*rung].position - wanted);
            (0..ladder.rungs[desk].len()).min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(here)
        })
        .collect();
    let mut analytic = Composition::uniform(scenario, ladder, contract, &rungs);
    if analytic.is_as_good_as(&best, DISTINCT) {
        analytic.priced += best.priced;
        return analytic;
    }
    best
}

/// The best plan, days apart; with the mean profit from which days set out.
pub(super) fn by_day<'l>(
    scenario: &'l Scenario,
    ladder: &'l Ladder,
    planner: &Planner<'_>,
    contract: usize,
) -> (Composition<'l>, f64) {
    let mut composition = start_of_days(scenario, ladder, planner, contract);
    let by_desk = composition.mean();
    let weeks = weeks(scenario);
    let days: Vec<Range<usize>> = (0..scenario.calendar.days()).map(|day| day..day + 1).collect();
    for _ in 0..MOST_ROUNDS {
        let mut has_moved = false;
        for desk in (0..ladder.desks.len()).filter(|desk| !ladder.desks[*desk].has_deferred) {
            for (spans, proof) in [(&weeks, Proof::Chance(WEEKS)), (&days, Proof::Chance(DAYS))] {
                for span in spans {
                    for by in [2, 1, -1, -2] {
                        let before = composition.rungs[desk].clone();
                        has_moved |= composition
                            .try_move(desk, span.clone(), proof, |day| before[day].saturating_add_signed(by));
                    }
                }
            }
        }
        for desk in 0..ladder.desks.len() {
            let season = 0..scenario.calendar.days();
            for by in [1, -1] {
                let before = composition.rungs[desk].clone();
                has_moved |= composition.try_move(desk, season.clone(), Proof::Chance(DISTINCT), |day| {
                    before[day].saturating_add_signed(by)
                });
            }
        }
        if !has_moved {
            break;
        }
    }
    (composition, by_desk)
}

/// The season's calendar weeks.
fn weeks(scenario: &Scenario) -> Vec<Range<usize>> {
    let days = scenario.calendar.days();
    let mondays = (1..days).filter(|day| scenario.calendar.weekday(*day) == Weekday::Monday);
    let starts: Vec<usize> = std::iter::once(0).chain(mondays).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(days));
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// What rungs between those played might still earn: over the desks, the top of the parabola through the profit here and one
/// rung up and down. Nothing is claimed about plans of another shape.
pub(super) fn estimated_gap(composition: &mut Composition<'_>, ladder: &Ladder) -> f64 {
    let mut gap = 0.0;
    for desk in 0..ladder.desks.len() {
        let (down, up) = (composition.gain_of_shift(desk, -1), composition.gain_of_shift(desk, 1));
        if let (Some(down), Some(up)) = (down, up) {
            let curvature = 0.5 * (up + down);
            let slope = 0.5 * (up - down);
            if curvature < 0.0 {
                gap += slope * slope / (-4.0 * curvature);
            }
        }
    }
    gap
}
