//! The search for the plan that earns most, for all contracts at once.
//!
//! 1. A coarse ladder of plans is played on the search's replications, from nobody to far too many; each desk's agents follow
//!    from a worth of the answered contact ([`super::worth`]).
//! 2. Every contract is priced on every rung; between the rungs beside a contract's best one, new plans are played, until
//!    they differ by little.
//! 3. For each contract the plan is put together from the rungs by desk, week and day ([`super::contract_plan`]).
//!
//! Playing is dear and pricing is cheap, so one ladder serves all contracts.

use super::billed_hours::filled_up;
use super::candidate::{Candidate, NOBODY, Planner, Played, play};
use super::contract_plan::{analytic_positions, by_day, by_desk, estimated_gap};
use super::desk::desks_of;
use super::frontier::points;
use super::ladder::Ladder;
use super::shared_desks::share_desks;
use crate::engine::Season;
use crate::money::Pricer;
use crate::scenario::model::{GroupId, Scenario, StaffingPlan};
use crate::staffing::search_report::{
    ContractSearch, Infeasible, NoPlan, SearchReport, SearchSettings, Staffing, StopReason, limits_on,
};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Positions of the first ladder, above nobody.
const FIRST_POSITIONS: [f64; 7] = [0.0, 1.5, 3.0, 4.5, 6.0, 7.5, 9.0];
/// Step between them, and below the lowest towards nobody.
const FIRST_STEP: f64 = 1.5;
/// Below this an agent would have to be busy all but a thousandth of the time.
const LOWEST_POSITION: f64 = -4.0;
/// Neighbours whose agent hours on a desk differ by less than this share have nothing worth playing between them.
const NEAR: f64 = 0.01;
/// Rounds of new rungs.
const MOST_REFINEMENTS: u32 = 4;

/// Finds the plan that earns most under each contract.
///
/// # Errors
/// When the groups' limits keep a channel from its floor, or `stop` is set.
pub(in crate::staffing) fn find_profit_plans(
    season: &Season,
    settings: SearchSettings,
    seed: u64,
    seen: &(dyn Fn(u64, u64) + Sync),
    stop: &AtomicBool,
) -> Result<Staffing, NoPlan> {
    let scenario = season.scenario();
    let planner = Planner::new(scenario);
    let mut ladder = Ladder::new(desks_of(scenario));
    let mut report = SearchReport { replications: settings.profit_replications, ..SearchReport::default() };
    let judge = |plans: &[&StaffingPlan], report: &mut SearchReport| -> Result<Vec<Vec<Played>>, NoPlan> {
        let played = play(season, plans, seed, settings.profit_replications, seen, stop);
        if stop.load(Ordering::Relaxed) {
            return Err(NoPlan::Interrupted);
        }
        report.rounds += plans.len() as u32;
        report.played += plans.len() as u32 * settings.profit_replications;
        report.contacts += played.iter().flatten().map(|played| played.contacts).sum::<u64>();
        Ok(played)
    };
    let add = |ladder: &mut Ladder, rungs: Vec<Vec<f64>>, report: &mut SearchReport| -> Result<(), NoPlan> {
        let allocated: Vec<_> = rungs.iter().map(|positions| planner.plan(&ladder.desks, positions)).collect();
        let plans: Vec<&StaffingPlan> = allocated.iter().map(|allocated| &allocated.plan).collect();
        let played = judge(&plans, report)?;
        for ((positions, allocated), played) in rungs.into_iter().zip(allocated).zip(played) {
            ladder.candidates.push(Candidate { positions, allocated, played });
        }
        Ok(())
    };
    let contracts: Vec<usize> = (0..scenario.contracts.len()).collect();
    let first =
        std::iter::once(NOBODY).chain(FIRST_POSITIONS).map(|position| vec![position; ladder.desks.len()]).collect();
    add(&mut ladder, first, &mut report)?;
    ladder.arrange(scenario);
    report.stopped = StopReason::MostRounds;
    for refinement in 0..=MOST_REFINEMENTS {
        let (best, analytic): (Vec<_>, Vec<_>) = contracts
            .par_iter()
            .map(|contract| {
                let mut best = by_desk(scenario, &ladder, *contract);
                let analytic = analytic_positions(&mut best, &planner, &ladder);
                (best.rungs, analytic)
            })
            .unzip();
        let wanted: Vec<Vec<f64>> = (0..ladder.desks.len())
            .map(|desk| {
                let best = best.iter().map(|rungs| &rungs[desk]);
                let analytic = analytic.iter().filter_map(|positions| positions[desk]);
                wanted_positions(scenario, &planner, &ladder, desk, best, analytic)
            })
            .collect();
        let most = wanted.iter().map(Vec::len).max().unwrap_or(0);
        if most == 0 {
            report.stopped = StopReason::NoFinerPlan;
            break;
        }
        let room = settings.most_candidates.saturating_sub(report.rounds) as usize;
        if room == 0 || refinement == MOST_REFINEMENTS {
            break;
        }
        let finer = (0..most.min(room))
            .map(|number| {
                // a desk that wants no more stays where some contract likes it
                let here = |desk: usize| ladder.rungs[desk][best[0][desk][0]].position;
                let desks = 0..ladder.desks.len();
                desks.map(|desk| wanted[desk].get(number).copied().unwrap_or_else(|| here(desk))).collect()
            })
            .collect();
        add(&mut ladder, finer, &mut report)?;
        ladder.arrange(scenario);
    }
    if let Some(infeasible) = infeasible(scenario, &ladder) {
        return Err(infeasible.into());
    }
    let (mut compositions, profits_by_desk): (Vec<_>, Vec<f64>) =
        contracts.par_iter().map(|contract| by_day(scenario, &ladder, &planner, *contract)).unzip();
    share_desks(&mut compositions, settings.most_lost_by_sharing);
    let mut found: Vec<Found> = compositions
        .into_par_iter()
        .zip(profits_by_desk)
        .map(|(mut composition, profit_by_desk)| {
            let estimated_gap = estimated_gap(&mut composition, &ladder);
            Found {
                profit: composition.mean(),
                profit_by_desk,
                estimated_gap,
                priced: composition.priced,
                plan: composition.into_plan(),
            }
        })
        .collect();
    for (contract, found) in found.iter_mut().enumerate() {
        let Some(filled) = filled_up(scenario, &ladder.desks, contract, &found.plan) else { continue };
        let played: Vec<Played> = judge(&[&filled], &mut report)?.into_iter().flatten().collect();
        let pricer = Pricer::new(scenario, &filled, contract);
        let profits = played.iter().map(|played| pricer.price_volumes(scenario, &played.volumes).profit());
        let profit = profits.sum::<f64>() / played.len() as f64;
        found.priced += 1;
        if profit > found.profit {
            (found.plan, found.profit) = (filled, profit);
        }
    }
    report.contracts =
        found.iter().enumerate().map(|(contract, found)| contract_search(scenario, contract, found)).collect();
    let mut plans: Vec<StaffingPlan> = Vec::new();
    let plan_of_contract = found
        .iter()
        .map(|found| {
            plans.iter().position(|plan| *plan == found.plan).unwrap_or_else(|| {
                plans.push(found.plan.clone());
                plans.len() - 1
            })
        })
        .collect();
    let frontier = points(scenario, &ladder);
    Ok(Staffing { plans, plan_of_contract, report, frontier })
}

/// Plans from nobody to far too many, for a choice by formulas: the first ladder of the search, and the halves between.
pub fn candidate_plans(scenario: &Scenario) -> Vec<StaffingPlan> {
    let planner = Planner::new(scenario);
    let desks = desks_of(scenario);
    let halves = FIRST_POSITIONS.iter().map(|position| position + 0.5 * FIRST_STEP);
    let mut positions: Vec<f64> = FIRST_POSITIONS.into_iter().chain(halves).collect();
    positions.sort_by(f64::total_cmp);
    std::iter::once(NOBODY)
        .chain(positions)
        .map(|position| planner.plan(&desks, &vec![position; desks.len()]).plan)
        .collect()
}

/// Halfway between the rungs beside some contract's best ones, where plans there still differ; those of most contracts first.
fn wanted_positions<'r>(
    scenario: &Scenario,
    planner: &Planner<'_>,
    ladder: &Ladder,
    desk: usize,
    best: impl Iterator<Item = &'r Vec<usize>>,
    analytic: impl Iterator<Item = f64>,
) -> Vec<f64> {
    let rungs = &ladder.rungs[desk];
    let hours_of = |plan: &StaffingPlan| -> f64 {
        ladder.desks[desk].groups.iter().map(|group| plan.agent_hours(scenario, *group)).sum()
    };
    let hours = |rung: usize| hours_of(&ladder.candidates[rungs[rung].candidate].allocated.plan);
    // by the lower rung of the gap: how many contracts want it
    let mut asked = vec![0u32; rungs.len()];
    for of_days in best {
        // the floor may lift single days; the season's own rung is the lowest
        let rung = of_days.iter().copied().min().unwrap_or(0);
        for lower in [rung.checked_sub(1), Some(rung)].into_iter().flatten() {
            let is_split = lower + 1 < rungs.len()
                && hours(lower + 1) - hours(lower) > NEAR * hours(lower + 1)
                && rungs[lower + 1].position > LOWEST_POSITION;
            asked[lower] += u32::from(is_split);
        }
    }
    let mut gaps: Vec<usize> = (0..rungs.len()).filter(|gap| asked[*gap] > 0).collect();
    gaps.sort_by_key(|gap| (std::cmp::Reverse(asked[*gap]), *gap));
    let between = |gap: usize| match rungs[gap].position > NOBODY {
        true => 0.5 * (rungs[gap].position + rungs[gap + 1].position),
        false => rungs[gap + 1].position - FIRST_STEP,
    };
    let here: Vec<f64> = (0..rungs.len()).map(hours).collect();
    let mut wanted: Vec<(f64, f64)> = Vec::new();
    for position in analytic.chain(gaps.into_iter().map(between)) {
        // what would hardly differ from a rung that is there, or wanted, already need not be played
        let plan = planner.plan_of_desk(&ladder.desks, desk, position);
        let hours = hours_of(&plan);
        let is_near = |other: &f64| libm::fabs(hours - other) <= NEAR * hours.max(*other);
        if !here.iter().any(is_near) && !wanted.iter().any(|(_, other)| is_near(other)) {
            wanted.push((position, hours));
        }
    }
    wanted.into_iter().map(|(position, _)| position).collect()
}

/// What the search found for a contract.
struct Found {
    plan: StaffingPlan,
    profit: f64,
    profit_by_desk: f64,
    estimated_gap: f64,
    priced: u64,
}

fn contract_search(scenario: &Scenario, contract: usize, found: &Found) -> ContractSearch {
    let hours: f64 =
        (0..scenario.agent_groups.len()).map(|group| found.plan.agent_hours(scenario, GroupId(group))).sum();
    ContractSearch {
        contract: scenario.contracts[contract].name.clone(),
        plans_priced: found.priced,
        profit: found.profit,
        profit_by_desk: found.profit_by_desk,
        estimated_gap: found.estimated_gap,
        staffs_nobody: hours == 0.0,
    }
}

fn infeasible(scenario: &Scenario, ladder: &Ladder) -> Option<Infeasible> {
    let (channel, day, reached) = ladder.missed_floor?;
    let a_day = scenario.calendar.intervals_per_day();
    let is_short = ladder.candidates.iter().any(|candidate| {
        candidate.allocated.short[channel][day * a_day..(day + 1) * a_day].iter().any(|short| *short > 0.0)
    });
    is_short.then(|| Infeasible {
        channel: scenario.channels[channel].name.clone(),
        span: format!("on {}", scenario.calendar.date(day)),
        promised: 100.0 * scenario.service_floor[channel].unwrap_or(0.0),
        reached: 100.0 * reached,
        limits: limits_on(scenario, channel, day),
    })
}
