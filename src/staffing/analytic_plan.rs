//! A plan for a service level without simulation.

use super::allocation::{Allocation, Counting};
use super::requirement::busyness_mixture;
use super::search::Search;
use super::search_report::SearchSettings;
use crate::engine::Season;
use crate::scenario::model::{Scenario, ServiceLevelOver, StaffingPlan, StaffingRule};

/// The plan that a scenario's rule asks for, by formulas alone: the planner's own numbers, or the plan from which the
/// search for a service level starts.
///
/// Each interval gets the agents with which Erlang A, on the modified offered load and mixed over the law of busyness,
/// meets the channel's target there. A plan over days or the season is therefore no cheaper than one over intervals
/// but for its rounding; a wanted chance of meeting the target is not seen, nor are redials; repeats are. Where
/// groups are at their limit the plan takes all there are, and does not say so.
pub fn analytic_plan(scenario: &Scenario) -> StaffingPlan {
    match &scenario.staffing {
        StaffingRule::Fixed { agents } => StaffingPlan::without_roster(agents.clone()),
        StaffingRule::ServiceLevel { over, chance } => {
            let season = Season::new(scenario);
            let search = Search::new(&season, SearchSettings::default(), *over, *chance);
            let counting = if *over == ServiceLevelOver::Interval { Counting::Up } else { Counting::Carry };
            let busyness = busyness_mixture(&scenario.demand);
            let needs: Vec<Vec<f64>> =
                (0..scenario.channels.len()).map(|channel| search.needs(channel, &busyness)).collect();
            Allocation::new(scenario, counting).fill(&needs).plan
        }
    }
}
