//! A plan for a service level without simulation.

use super::allocation::{Allocation, Counting};
use super::judgement::Demands;
use super::requirement::busyness_mixture;
use super::search::Search;
use super::search_report::SearchSettings;
use crate::engine::Season;
use crate::scenario::model::{ByTime, Distribution, Scenario, ServiceLevelOver, StaffingPlan, StaffingRule};

/// The plan that a scenario's rule asks for, by formulas alone: the planner's own numbers, or the plan from which the
/// search for a service level starts.
///
/// Each interval gets the agents with which Erlang A, on the modified offered load and mixed over the law of busyness,
/// meets the channel's target there. A plan over days or the season is therefore no cheaper than one over intervals
/// but for its rounding; a wanted chance of meeting the target is not seen, nor are redials; repeats are. Where
/// groups are at their limit the plan takes all there are, and does not say so. For profit, which formulas of service
/// know nothing of, it is the plan over intervals; [`candidate_plans`](super::candidate_plans) gives those to choose from.
pub fn analytic_plan(scenario: &Scenario) -> StaffingPlan {
    let demands = match &scenario.staffing {
        StaffingRule::Fixed { agents } => return StaffingPlan::without_roster(agents.clone()),
        StaffingRule::ServiceLevel { over, chance, on_days } => {
            Demands { over: *over, chance: *chance, on_days: *on_days }
        }
        StaffingRule::Profit => Demands { over: ServiceLevelOver::Interval, chance: None, on_days: None },
    };
    let season = Season::new(scenario);
    let search = Search::new(&season, SearchSettings::default(), demands);
    let counting = if demands.over == ServiceLevelOver::Interval { Counting::Up } else { Counting::Carry };
    let busyness = busyness_mixture(&scenario.demand);
    let needs: Vec<Vec<f64>> = (0..scenario.channels.len()).map(|channel| search.needs(channel, &busyness)).collect();
    Allocation::new(scenario, counting).fill(&needs).plan
}

/// A planner's spreadsheet, for comparison: each interval gets the agents with which Erlang C meets the channel's target on the
/// interval's expected contacts, every channel by itself and rounded up; nobody gives up, nothing is uncertain. Deferred
/// work gets what a service-level plan starts from.
pub fn erlang_c_plan(scenario: &Scenario) -> StaffingPlan {
    let mut patient = scenario.clone();
    patient.demand.season_cv = 0.0;
    patient.demand.busyness.cv = 0.0;
    patient.demand.interval_cv = 0.0;
    patient.staffing = StaffingRule::ServiceLevel { over: ServiceLevelOver::Interval, chance: None, on_days: None };
    for stream in &mut patient.streams {
        stream.patience = ByTime::always(Distribution::Never);
        stream.balk = 0.0;
    }
    analytic_plan(&patient)
}
