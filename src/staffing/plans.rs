//! The plans that a scenario's rule asks for.

use super::judgement::Demands;
use super::laying::lay_all_shifts;
use super::profit::find_profit_plans;
use super::search::Search;
use super::search_report::{NoPlan, SearchReport, SearchSettings, Staffing};
use crate::engine::Season;
use crate::scenario::model::{StaffingPlan, StaffingRule};
use std::sync::atomic::AtomicBool;

/// Finds the plans that a scenario's rule asks for, one for all contracts, or, for profit, one for each, and lays shifts and people
/// over them where the scenario has shift rules. `seen` hears of
/// each replication played and its contacts.
///
/// # Errors
/// When the groups' limits keep a channel from its target or floor, shifts or people cannot give a plan, or `stop` is set.
pub fn find_plans(
    season: &Season,
    settings: SearchSettings,
    seed: u64,
    seen: &(dyn Fn(u64, u64) + Sync),
    stop: &AtomicBool,
) -> Result<Staffing, NoPlan> {
    let mut staffing = required(season, settings, seed, seen, stop)?;
    staffing.plans = lay_all_shifts(season.scenario(), staffing.plans)?;
    Ok(staffing)
}

/// The plans before shifts.
fn required(
    season: &Season,
    settings: SearchSettings,
    seed: u64,
    seen: &(dyn Fn(u64, u64) + Sync),
    stop: &AtomicBool,
) -> Result<Staffing, NoPlan> {
    let scenario = season.scenario();
    match &scenario.staffing {
        StaffingRule::Fixed { agents } => {
            let plan = StaffingPlan::without_roster(agents.clone());
            Ok(Staffing::of_one(scenario, plan, SearchReport::default()))
        }
        StaffingRule::ServiceLevel { over, chance, on_days } => {
            let demands = Demands { over: *over, chance: *chance, on_days: *on_days };
            let (plan, report) = Search::new(season, settings, demands).run(seed, seen, stop)?;
            Ok(Staffing::of_one(scenario, plan, report))
        }
        StaffingRule::Profit => find_profit_plans(season, settings, seed, seen, stop),
    }
}

/// Like [`find_plans`], for one plan: that of the first contract where each has its own.
///
/// # Errors
/// As [`find_plans`].
pub fn find_plan(
    season: &Season,
    settings: SearchSettings,
    seed: u64,
    seen: &(dyn Fn(u64, u64) + Sync),
    stop: &AtomicBool,
) -> Result<(StaffingPlan, SearchReport), NoPlan> {
    let staffing = find_plans(season, settings, seed, seen, stop)?;
    let report = staffing.report.clone();
    Ok((staffing.into_plan_of(0), report))
}
