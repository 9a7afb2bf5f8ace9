//! A run by formulas: service by expectation, every contract priced on the expected counts.
//!
//! Nothing is drawn and nothing is sampled, so figures have no intervals, percentiles or chances. What is approximated
//! is listed in the module `expected`. Prices are those of the expected counts: exact for fees in proportion to volume,
//! while penalties, bonuses, tiers, minimum volumes and ceilings are evaluated at the expected value. The expected
//! penalty is not the penalty at the expectation: a KPI that is met in the mean costs nothing here, though bad weeks
//! would miss it.

use super::analytic_results::plan_results;
use super::billed_talk::BilledTalk;
use super::expected::{ExpectedSeason, expected_season};
use super::results::{ComputedPlan, Results};
use crate::money::{Pricer, Volumes};
use crate::scenario::model::{GroupId, Scenario, StaffingPlan, StreamId};

/// Runs a scenario under a plan by formulas, every contract priced.
///
/// The plan may come from anywhere; [`analytic_plan`](crate::staffing::analytic_plan) gives one without simulation.
pub fn run_analytic(scenario: &Scenario, plan: &StaffingPlan) -> Results {
    let season = expected_season(scenario, plan);
    let volumes = volumes(scenario, &season);
    let statements = (0..scenario.contracts.len())
        .map(|contract| (contract, Pricer::new(scenario, plan, contract).price_volumes(scenario, &volumes)))
        .collect();
    let cells = || {
        (0..scenario.intervals())
            .flat_map(|interval| (0..scenario.streams.len()).map(move |stream| (interval, StreamId(stream))))
            .map(|(interval, stream)| season.cell(interval, stream).volume)
    };
    let computed = ComputedPlan {
        plan: plan_results(scenario, plan.clone(), &season),
        handled: cells().map(|volume| volume.handled()).sum(),
        orders_served: cells().map(|volume| volume.orders_served).sum(),
        statements,
    };
    Results::of_formulas(scenario, vec![computed])
}

fn volumes(scenario: &Scenario, season: &ExpectedSeason) -> Volumes {
    let mut volumes = Volumes::empty(scenario);
    let mut talk = BilledTalk::new(scenario);
    for interval in 0..scenario.intervals() {
        for stream in (0..scenario.streams.len()).map(StreamId) {
            let cell = season.cell(interval, stream);
            volumes.add(interval, stream, &cell.volume);
            for (meter, seconds) in talk.of(interval, stream, cell) {
                volumes.add_billed(interval, stream, meter, seconds);
            }
        }
        for group in (0..scenario.agent_groups.len()).map(GroupId) {
            let time = season.time(interval, group);
            volumes.add_group_time(interval, group, time.available_s, time.busy_s);
        }
    }
    volumes
}
