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
use crate::money::{Pricer, Statement, Volumes};
use crate::scenario::model::{GroupId, Scenario, StaffingPlan, StreamId};
use rayon::prelude::*;

/// Runs a scenario under a plan by formulas, every contract priced.
///
/// The plan may come from anywhere; [`analytic_plan`](crate::staffing::analytic_plan) gives one without simulation.
pub fn run_analytic(scenario: &Scenario, plan: &StaffingPlan) -> Results {
    let contracts: Vec<usize> = (0..scenario.contracts.len()).collect();
    Results::of_formulas(scenario, vec![Computed::new(scenario, plan).under(scenario, &contracts)])
}

/// Runs a scenario by formulas with, for each contract, the one of some plans that earns most on the expected counts.
///
/// Penalties that hang on a bad day are not seen in the choice.
pub fn run_analytic_for_profit(scenario: &Scenario, plans: &[StaffingPlan]) -> Results {
    let computed: Vec<Computed<'_>> = plans.par_iter().map(|plan| Computed::new(scenario, plan)).collect();
    let best: Vec<Option<usize>> = (0..scenario.contracts.len())
        .map(|contract| {
            let profits: Vec<f64> = computed.iter().map(|one| one.statement(scenario, contract).profit()).collect();
            (0..profits.len()).max_by(|a, b| profits[*a].total_cmp(&profits[*b]))
        })
        .collect();
    let chosen = computed.into_iter().enumerate().filter_map(|(index, computed)| {
        let contracts: Vec<usize> = (0..best.len()).filter(|contract| best[*contract] == Some(index)).collect();
        (!contracts.is_empty()).then(|| computed.under(scenario, &contracts))
    });
    Results::of_formulas(scenario, chosen.collect())
}

/// A plan and its expected season.
struct Computed<'p> {
    plan: &'p StaffingPlan,
    season: ExpectedSeason,
    volumes: Volumes,
}

impl<'p> Computed<'p> {
    fn new(scenario: &Scenario, plan: &'p StaffingPlan) -> Self {
        let season = expected_season(scenario, plan);
        let volumes = volumes(scenario, &season);
        Computed { plan, season, volumes }
    }

    fn statement(&self, scenario: &Scenario, contract: usize) -> Statement {
        Pricer::new(scenario, self.plan, contract).price_volumes(scenario, &self.volumes)
    }

    /// Priced under some contracts.
    fn under(self, scenario: &Scenario, contracts: &[usize]) -> ComputedPlan {
        let statements = contracts.iter().map(|contract| (*contract, self.statement(scenario, *contract))).collect();
        let cells = || {
            (0..scenario.intervals())
                .flat_map(|interval| (0..scenario.streams.len()).map(move |stream| (interval, StreamId(stream))))
                .map(|(interval, stream)| self.season.cell(interval, stream).volume)
        };
        ComputedPlan {
            plan: plan_results(scenario, self.plan.clone(), &self.season),
            handled: cells().map(|volume| volume.handled()).sum(),
            orders_served: cells().map(|volume| volume.orders_served).sum(),
            statements,
        }
    }
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
