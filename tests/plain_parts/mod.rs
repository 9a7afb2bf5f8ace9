//! Parts of hand-made scenarios without uncertainty and without costs; tests change what they are about.

#![allow(dead_code, reason = "each test program uses a part of this")]

use peakdesk::scenario::model::*;

/// Working days from a date on.
pub fn calendar(first_day: jiff::civil::Date, interval_s: u32, days: usize) -> Calendar {
    Calendar { first_day, interval_s, day_kinds: vec![DayKind::Workday; days] }
}

/// A season of 1000 parcels a day without uncertainty, with no channel, stream, group or contract yet.
pub fn scenario(name: &str, calendar: Calendar) -> Scenario {
    Scenario {
        name: name.into(),
        title: Title::default(),
        currency: "CNY".into(),
        run: RunSettings {
            seed: 1,
            replications: 1,
            precision: None,
            draws: Draws::Independent,
            control: Control::None,
        },
        demand: Demand {
            parcels: vec![1000.0; calendar.days()],
            scale: 1.0,
            season_cv: 0.0,
            busyness: Busyness { law: BusynessLaw::Gamma, cv: 0.0, autocorrelation: 0.0, scope: BusynessScope::Common },
            interval_cv: 0.0,
            surges: Vec::new(),
        },
        channels: Vec::new(),
        contact_types: Vec::new(),
        streams: Vec::new(),
        bot: None,
        agent_groups: Vec::new(),
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
        staffing: StaffingRule::Fixed { agents: Vec::new() },
        service_floor: Vec::new(),
        satisfaction: None,
        contracts: Vec::new(),
        in_house: None,
        shifts: None,
        calendar,
    }
}

/// Open day and night, with a threshold of 20 s and no target.
pub fn channel(name: &str, kind: ChannelKind) -> Channel {
    Channel {
        name: name.into(),
        title: Title::default(),
        kind,
        opens_s: 0,
        closes_s: DAY_S,
        service: ServiceTarget {
            share: None,
            within_s: 20.0,
            short_abandon_s: 5.0,
            definition: ServiceLevelDefinition::Offered,
        },
        lines: None,
        concurrency: Concurrency { limit: 1, slowdown: vec![1.0] },
    }
}

pub fn contact_type(name: &str) -> ContactType {
    ContactType { name: name.into(), title: Title::default() }
}

/// Contacts expected by interval; exponential handle times of 300 s and patience of 120 s.
pub fn stream(contact_type: usize, channel: usize, expected_contacts: Vec<f64>) -> Stream {
    Stream {
        contact_type: ContactTypeId(contact_type),
        channel: ChannelId(channel),
        expected_contacts,
        handle_time: ByTime::always(Distribution::Exponential { mean_s: 300.0 }),
        talk_share: 0.9,
        patience: ByTime::always(Distribution::Exponential { mean_s: 120.0 }),
        balk: 0.0,
        redial: None,
        first_contact_resolution: 1.0,
        repeat_delay: Distribution::Deterministic { value_s: 3600.0 },
        bot: None,
    }
}

/// Unpaid, all season.
pub fn group(name: &str, streams: Vec<StreamId>, days: usize) -> AgentGroup {
    AgentGroup {
        name: name.into(),
        title: Title::default(),
        skills: vec![Skill { streams, priority: 0, after_s: 0.0 }],
        heads_min: 0,
        heads_max: None,
        wage: Wage::Hour(0.0),
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

pub fn contract(name: &str, fees: Vec<Fee>) -> Contract {
    Contract {
        name: name.into(),
        title: Title::default(),
        fees,
        kpis: Vec::new(),
        penalty_cap: None,
        minimum_volume: None,
        surcharges: Vec::new(),
        kpi_relief: None,
        budget: None,
        most_contacts: None,
        renewal: None,
    }
}
