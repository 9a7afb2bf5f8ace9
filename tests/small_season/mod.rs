//! Two days, three channels, two agent groups and three contracts, with replications made up so that every figure is
//! known by hand.

use peakdesk::engine::{TICKS_PER_SECOND, Tally};
use peakdesk::experiment::{Accumulator, Results};
use peakdesk::money::{LineKind, Statement, StatementLine};
use peakdesk::scenario::model::*;

#[path = "../plain_parts/mod.rs"]
mod plain_parts;

fn channel(name: &str, kind: ChannelKind, share: Option<f64>, within_s: f64) -> Channel {
    let plain = plain_parts::channel(name, kind);
    let definition = ServiceLevelDefinition::ExcludingShortAbandons;
    let service = ServiceTarget { share, within_s, definition, ..plain.service };
    Channel { opens_s: 8 * 3600, closes_s: 20 * 3600, service, ..plain }
}

fn stream(contact_type: usize, channel: usize) -> Stream {
    Stream {
        handle_time: ByTime::always(Distribution::Exponential { mean_s: 90.0 }),
        talk_share: 1.0,
        patience: ByTime::always(Distribution::Never),
        ..plain_parts::stream(contact_type, channel, vec![2.5; 48])
    }
}

fn group(name: &str, streams: &[usize]) -> AgentGroup {
    let streams = streams.iter().copied().map(StreamId).collect();
    AgentGroup { wage: Wage::Hour(25.0), shrinkage: 0.2, ..plain_parts::group(name, streams, 2) }
}

/// The scenario.
pub fn scenario() -> Scenario {
    let first_day = jiff::civil::date(2025, 11, 10);
    let plain = plain_parts::scenario("small-season", plain_parts::calendar(first_day, 3600, 2));
    let contract = |name: &str| plain_parts::contract(name, Vec::new());
    Scenario {
        title: Title { en: Some("Small season".into()), zh: Some("小型旺季".into()) },
        run: RunSettings { seed: 7, replications: 3, ..plain.run },
        demand: Demand { parcels: vec![4_000.0, 6_000.0], ..plain.demand },
        channels: vec![
            channel("phone", ChannelKind::Voice, Some(0.8), 20.0),
            channel("chat", ChannelKind::Chat, Some(0.85), 30.0),
            channel("ticket", ChannelKind::Deferred, None, 86_400.0),
        ],
        contact_types: vec![plain_parts::contact_type("tracking"), plain_parts::contact_type("complaint")],
        streams: vec![stream(0, 0), stream(1, 0), stream(0, 1), stream(0, 2)],
        agent_groups: vec![group("regular", &[0, 1, 3]), group("chatters", &[2])],
        costs: Costs { sales_tax: 0.06, ..plain.costs },
        staffing: StaffingRule::Fixed { agents: vec![vec![0; 48]; 2] },
        service_floor: vec![None; 3],
        contracts: vec![contract("per-contact"), contract("=HYPERLINK(\"x\"),a"), contract("annual")],
        ..plain
    }
}

/// Twelve regular agents on the first day at 09:00, nobody else.
pub fn staffing(scenario: &Scenario) -> StaffingPlan {
    let mut required = vec![vec![0; scenario.intervals()]; 2];
    required[0][9] = 12;
    StaffingPlan::without_roster(required)
}

/// Replication `r`; see the comments of the test that reads the files.
pub fn tally(scenario: &Scenario, r: u32) -> Tally {
    let r = u64::from(r);
    let mut tally = Tally::new(scenario);
    let tracking = tally.cell_mut(9, StreamId(0));
    tracking.fresh = 100 + 10 * r;
    tracking.redials = 10;
    tracking.answered = 80;
    tracking.answered_within = 60;
    tracking.abandoned = 20 + 10 * r;
    tracking.abandoned_within = 10;
    tracking.abandoned_short = 5;
    tracking.orders_served = 80;
    tracking.wait_answered = 160 * TICKS_PER_SECOND;
    tracking.handle = 7_200 * TICKS_PER_SECOND;
    for _ in 0..80 {
        tally.add_wait(StreamId(0), 2 * TICKS_PER_SECOND);
    }
    let complaint = tally.cell_mut(9, StreamId(1));
    complaint.fresh = 10;
    complaint.answered = 10;
    complaint.answered_within = 10;
    complaint.orders_served = 10;
    let chat = tally.cell_mut(34, StreamId(2));
    chat.fresh = 50;
    chat.answered = 50;
    chat.answered_within = 50;
    chat.orders_served = 50;
    let time = tally.group_cell_mut(9, GroupId(0));
    time.available = 36_000 * TICKS_PER_SECOND;
    time.busy = 32_400 * TICKS_PER_SECOND;
    tally
}

/// The statements of replication `r`: revenue 1000, 1100 ..., cost 900, 1000, then 1400; in house 1500.
pub fn statements(r: u32) -> Vec<Statement> {
    let line = |kind, name: &'static str, amount| StatementLine { kind, name: name.into(), amount };
    let cost = if r < 2 { 900.0 + 100.0 * f64::from(r) } else { 1400.0 };
    let plain = Statement {
        lines: vec![
            line(LineKind::Revenue, "per_contact", 1000.0 + 100.0 * f64::from(r)),
            line(LineKind::Cost, "wages_regular", cost),
        ],
        in_house_cost: Some(1500.0),
        ..Statement::default()
    };
    let annual = Statement {
        lines: vec![
            line(LineKind::Revenue, "fixed_month", 1200.0),
            line(LineKind::Penalty, "service_level_phone_month", if r == 2 { -50.0 } else { 0.0 }),
            line(LineKind::Bonus, "service_level_phone_month", 0.0),
            line(LineKind::Cost, "wages_regular", cost),
        ],
        kpi_periods: 1,
        kpi_periods_missed: u32::from(r == 2),
        kpi_periods_relieved: 0,
        renewal_value: Some(5.0),
        in_house_cost: Some(1500.0),
    };
    vec![plain.clone(), plain, annual]
}

/// A range of replications, taken in.
pub fn accumulate(scenario: &Scenario, replications: std::ops::Range<u32>) -> Accumulator {
    let contracts: Vec<usize> = (0..scenario.contracts.len()).collect();
    let mut accumulator = Accumulator::new(scenario, &contracts);
    for replication in replications {
        let priced: Vec<_> = statements(replication).into_iter().take(contracts.len()).collect();
        accumulator.add(replication, &tally(scenario, replication), &priced);
    }
    accumulator
}

/// Results of replications taken in, on the plan of [`staffing`].
pub fn results_of(scenario: &Scenario, accumulator: Accumulator) -> Results {
    Results::of_simulation(scenario, vec![(staffing(scenario), accumulator)])
}

/// Results of the first so many replications.
pub fn results(replications: u32) -> Results {
    let scenario = scenario();
    let accumulator = accumulate(&scenario, 0..replications);
    results_of(&scenario, accumulator)
}
