//! Small scenarios made by hand.

use crate::scenario::model::*;

pub(super) fn exponential(mean_s: f64) -> ByTime<Distribution> {
    ByTime::always(Distribution::Exponential { mean_s })
}

/// One voice queue at a flat rate, open all day.
pub(super) fn one_queue(days: usize, per_hour: f64) -> Scenario {
    let calendar = Calendar {
        first_day: jiff::civil::date(2025, 11, 10),
        interval_s: 1800,
        day_kinds: vec![DayKind::Workday; days],
    };
    let intervals = calendar.intervals();
    Scenario {
        name: "fixture".into(),
        title: Title::default(),
        currency: "CNY".into(),
        run: RunSettings {
            seed: 1,
            replications: 1,
            precision: None,
            draws: Draws::Independent,
            control: Control::None,
        },
        calendar,
        demand: Demand {
            parcels: vec![0.0; days],
            scale: 1.0,
            season_cv: 0.0,
            busyness: Busyness { law: BusynessLaw::Gamma, cv: 0.0, autocorrelation: 0.0, scope: BusynessScope::Common },
            interval_cv: 0.0,
            surges: vec![],
        },
        channels: vec![channel("phone", ChannelKind::Voice)],
        contact_types: vec![ContactType { name: "tracking".into(), title: Title::default() }],
        streams: vec![Stream {
            contact_type: ContactTypeId(0),
            channel: ChannelId(0),
            expected_contacts: vec![per_hour / 2.0; intervals],
            handle_time: exponential(300.0),
            talk_share: 0.9,
            patience: exponential(120.0),
            balk: 0.0,
            redial: None,
            first_contact_resolution: 1.0,
            repeat_delay: Distribution::Exponential { mean_s: 3600.0 },
            bot: None,
        }],
        bot: None,
        agent_groups: vec![group("regular", &[0], days)],
        costs: Costs {
            social_charges: 0.0,
            seat_month: 0.0,
            supervisors: None,
            telecom_minute: 0.0,
            overhead: 0.0,
            sales_tax: 0.0,
            hours_month: 166.64,
            overtime_factor: 1.5,
            rest_day_factor: 2.0,
            holiday_factor: 3.0,
            night_allowance_hour: 0.0,
        },
        staffing: StaffingRule::Fixed { agents: vec![] },
        service_floor: vec![None],
        satisfaction: None,
        contracts: vec![],
        in_house: None,
        shifts: None,
    }
}

pub(super) fn channel(name: &str, kind: ChannelKind) -> Channel {
    Channel {
        name: name.into(),
        title: Title::default(),
        kind,
        opens_s: 0,
        closes_s: DAY_S,
        service: ServiceTarget {
            share: Some(0.8),
            within_s: 20.0,
            short_abandon_s: 5.0,
            definition: ServiceLevelDefinition::default(),
        },
        lines: None,
        concurrency: Concurrency { limit: 1, slowdown: vec![1.0] },
    }
}

pub(super) fn group(name: &str, streams: &[usize], days: usize) -> AgentGroup {
    let streams = streams.iter().copied().map(StreamId).collect();
    AgentGroup {
        name: name.into(),
        title: Title::default(),
        skills: vec![Skill { streams, priority: 0, after_s: 0.0 }],
        heads_min: 0,
        heads_max: None,
        wage: Wage::Hour(25.0),
        shrinkage: 0.0,
        absence: 0.0,
        available_days: (0, days - 1),
        hiring: None,
        attrition_month: 0.0,
        learning: vec![1.0],
        handle_time_factor: 1.0,
        first_contact_resolution: None,
    }
}

/// The same number of agents in all groups and intervals.
pub(super) fn flat_plan(scenario: &Scenario, agents: u32) -> StaffingPlan {
    StaffingPlan::without_roster(vec![vec![agents; scenario.intervals()]; scenario.agent_groups.len()])
}
