//! Stationary queues and their contracts: one channel, one group, the same hour for a month.

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
    Scenario {
        name: "november".into(),
        title: Title::default(),
        currency: "CNY".into(),
        run: RunSettings { seed: 5, replications: 1, precision: None, draws: Draws::Independent },
        calendar: Calendar {
            first_day: jiff::civil::date(2025, 11, 1),
            interval_s: 3600,
            day_kinds: vec![DayKind::Workday; days],
        },
        demand: Demand {
            parcels: vec![1000.0; days],
            scale: 1.0,
            season_cv: 0.0,
            busyness: Busyness { law: BusynessLaw::Gamma, cv: 0.0, autocorrelation: 0.0, scope: BusynessScope::Common },
            interval_cv: queue.hourly_cv,
            surges: Vec::new(),
        },
        channels: vec![Channel {
            name: "phone".into(),
            title: Title::default(),
            kind: ChannelKind::Voice,
            opens_s: 0,
            closes_s: 86_400,
            service: ServiceTarget {
                share: None,
                within_s: 20.0,
                short_abandon_s: 5.0,
                definition: ServiceLevelDefinition::Offered,
            },
            lines: None,
            concurrency: Concurrency { limit: 1, slowdown: vec![1.0] },
        }],
        contact_types: vec![ContactType { name: "tracking".into(), title: Title::default() }],
        streams: vec![Stream {
            contact_type: ContactTypeId(0),
            channel: ChannelId(0),
            expected_contacts: vec![queue.arrivals_per_hour; days * 24],
            handle_time: ByTime::always(Distribution::Exponential { mean_s: queue.handle_s }),
            talk_share: 0.9,
            patience: ByTime::always(Distribution::Exponential { mean_s: 120.0 }),
            balk: 0.0,
            redial: None,
            first_contact_resolution: 1.0,
            repeat_delay: Distribution::Deterministic { value_s: 3600.0 },
            bot: None,
        }],
        bot: None,
        agent_groups: vec![AgentGroup {
            name: "regular".into(),
            title: Title::default(),
            skills: vec![Skill { streams: vec![StreamId(0)], priority: 0, after_s: 0.0 }],
            heads_min: 0,
            heads_max: None,
            wage: Wage::Hour(queue.wage),
            shrinkage: 0.0,
            absence: 0.0,
            available_days: (0, days - 1),
            hiring: None,
            attrition_month: 0.0,
            learning: vec![1.0],
            handle_time_factor: 1.0,
            first_contact_resolution: None,
        }],
        costs: Costs {
            social_charges: 0.0,
            seat_month: 0.0,
            supervisors: None,
            telecom_minute: 0.0,
            overhead: 0.0,
            sales_tax: 0.0,
            hours_month: 174.0,
            overtime_factor: 1.5,
            rest_day_factor: 2.0,
            holiday_factor: 3.0,
            night_allowance_hour: 0.0,
        },
        staffing: StaffingRule::Profit,
        shifts: None,
        service_floor: vec![None],
        satisfaction: None,
        contracts,
        in_house: None,
    }
}

pub fn contract(name: &str, kinds: Vec<FeeKind>, kpis: Vec<Kpi>) -> Contract {
    Contract {
        name: name.into(),
        title: Title::default(),
        fees: kinds.into_iter().map(|kind| Fee { kind, is_surcharged: false }).collect(),
        kpis,
        penalty_cap: None,
        minimum_volume: None,
        surcharges: Vec::new(),
        kpi_relief: None,
        budget: None,
        most_contacts: None,
        renewal: None,
    }
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
