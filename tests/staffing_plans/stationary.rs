//! Stationary queues and their contracts: one channel, one group, the same hour for a month.

use crate::plain_parts;
use peakdesk::engine::Season;
use peakdesk::scenario::model::*;
use peakdesk::staffing::{SearchSettings, Staffing, find_plans};
use std::sync::atomic::AtomicBool;

/// Hours of a month of 30 days.
pub const HOURS: f64 = 720.0;

/// What a stationary queue is made of.
#[derive(Debug, Clone, Copy)]
pub struct Queue {
    pub arrivals_per_hour: f64,
    pub handle_s: f64,
    pub wage: f64,
    /// Coefficient of variation of a gamma factor on each hour's rate.
    pub hourly_cv: f64,
}

/// November 2025, open day and night, 20 seconds, patience of 120 seconds.
pub fn november(queue: Queue, contracts: Vec<Contract>) -> Scenario {
    let days = 30;
    let first_day = jiff::civil::date(2025, 11, 1);
    let plain = plain_parts::scenario("november", plain_parts::calendar(first_day, 3600, days));
    Scenario {
        run: RunSettings { seed: 5, ..plain.run },
        demand: Demand { interval_cv: queue.hourly_cv, ..plain.demand },
        channels: vec![plain_parts::channel("phone", ChannelKind::Voice)],
        contact_types: vec![plain_parts::contact_type("tracking")],
        streams: vec![Stream {
            handle_time: ByTime::always(Distribution::Exponential { mean_s: queue.handle_s }),
            ..plain_parts::stream(0, 0, vec![queue.arrivals_per_hour; days * 24])
        }],
        agent_groups: vec![AgentGroup {
            wage: Wage::Hour(queue.wage),
            ..plain_parts::group("regular", vec![StreamId(0)], days)
        }],
        staffing: StaffingRule::Profit,
        service_floor: vec![None],
        contracts,
        ..plain
    }
}

pub fn contract(name: &str, kinds: Vec<FeeKind>, kpis: Vec<Kpi>) -> Contract {
    let fees = kinds.into_iter().map(|kind| Fee { kind, is_surcharged: false }).collect();
    Contract { kpis, ..plain_parts::contract(name, fees) }
}

pub fn per_contact(price: f64) -> FeeKind {
    let billed = Billed { basis: ContactBasis::Handled, channel: None, people: vec![price], bot: vec![0.0] };
    FeeKind::PerContact { billed, tiers: None }
}

pub fn level(definition: ServiceLevelDefinition, period: KpiPeriod, ladder: Vec<KpiStep>) -> Kpi {
    Kpi { metric: KpiMetric::ServiceLevel(definition), channel: Some(ChannelId(0)), period, ladder }
}

pub fn below(threshold: f64, effect: PenaltySize) -> KpiStep {
    KpiStep { side: LadderSide::Below, threshold, effect }
}

pub fn search(scenario: &Scenario, settings: SearchSettings) -> Staffing {
    let season = Season::new(scenario);
    let stop = AtomicBool::new(false);
    find_plans(&season, settings, scenario.run.seed, &|_, _| (), &stop).expect("there is a plan")
}

/// Agents of the candidate that earns most, every hour the same, and its profit an hour on the search's replications.
pub fn best_candidate(staffing: &Staffing, contract: usize) -> (u32, f64) {
    let of_contract = staffing.frontier.iter().filter(|point| point.contract == contract);
    let best = of_contract.max_by(|a, b| a.profit.total_cmp(&b.profit)).expect("there are candidates");
    (best.peak_agents, best.profit / HOURS)
}

/// The number of agents of a plan that is the same in every hour but the first, whose queue starts empty.
pub fn constant_agents(staffing: &Staffing, contract: usize) -> u32 {
    let agents = &staffing.plans[staffing.plan_of_contract[contract]].required[0];
    assert!(agents[1..].iter().all(|number| *number == agents[1]), "{agents:?}");
    agents[1]
}
