//! A tiny season to price: two weeks from Monday 24 November 2025, so seven days of each of two months.
//!
//! Streams: 0 tracking by phone, 1 complaint by phone, 2 tracking by chat (with a bot). Phone is open from 08:00 to 22:00, chat
//! all day. Expected a day: 140, 28 and 120 contacts. One group takes everything; nothing costs anything until a test says so.

use jiff::civil::{Date, date};
use peakdesk::engine::Tally;
use peakdesk::money::{LineKind, Pricer, Statement, Volume, Volumes};
use peakdesk::scenario::model::*;

pub const PHONE: ChannelId = ChannelId(0);
pub const CHAT: ChannelId = ChannelId(1);
pub const PHONE_TRACKING: StreamId = StreamId(0);
pub const PHONE_COMPLAINT: StreamId = StreamId(1);
pub const CHAT_TRACKING: StreamId = StreamId(2);
pub const NOVEMBER: f64 = 7.0 / 30.0;
pub const DECEMBER: f64 = 7.0 / 31.0;
/// The season's length in months.
pub const MONTHS: f64 = NOVEMBER + DECEMBER;
/// Expected contacts of a day.
pub const FORECAST_DAY: f64 = 288.0;

pub fn season() -> Scenario {
    season_from(date(2025, 11, 24), 14)
}

/// A season of hours in which every day is a working day.
pub fn season_from(first_day: Date, days: usize) -> Scenario {
    let calendar = Calendar { first_day, interval_s: 3600, day_kinds: vec![DayKind::Workday; days] };
    let channel = |name: &str, kind, opens_s, closes_s| Channel {
        name: name.into(),
        title: Title::default(),
        kind,
        opens_s,
        closes_s,
        service: ServiceTarget {
            share: None,
            within_s: 20.0,
            short_abandon_s: 5.0,
            definition: ServiceLevelDefinition::Offered,
        },
        lines: None,
        concurrency: Concurrency { limit: 1, slowdown: vec![1.0] },
    };
    let contact_type = |name: &str| ContactType { name: name.into(), title: Title::default() };
    let stream = |contact_type, channel, expected: f64, opens: usize, closes: usize| Stream {
        contact_type: ContactTypeId(contact_type),
        channel,
        expected_contacts: (0..days * 24)
            .map(|interval| if (opens..closes).contains(&(interval % 24)) { expected } else { 0.0 })
            .collect(),
        handle_time: ByTime::always(Distribution::Exponential { mean_s: 300.0 }),
        talk_share: 0.9,
        patience: ByTime::always(Distribution::Exponential { mean_s: 120.0 }),
        balk: 0.0,
        redial: None,
        first_contact_resolution: 1.0,
        repeat_delay: Distribution::Deterministic { value_s: 3600.0 },
        bot: None,
    };
    Scenario {
        name: "tiny".into(),
        title: Title::default(),
        currency: "CNY".into(),
        run: RunSettings { seed: 1, replications: 1, precision: None, draws: Draws::Independent },
        demand: Demand {
            parcels: vec![1000.0; days],
            scale: 1.0,
            season_cv: 0.0,
            busyness: Busyness { law: BusynessLaw::Gamma, cv: 0.0, autocorrelation: 0.0, scope: BusynessScope::Common },
            interval_cv: 0.0,
            surges: Vec::new(),
        },
        channels: vec![
            channel("phone", ChannelKind::Voice, 8 * 3600, 22 * 3600),
            channel("chat", ChannelKind::Chat, 0, 24 * 3600),
        ],
        contact_types: vec![contact_type("tracking"), contact_type("complaint")],
        streams: vec![stream(0, PHONE, 10.0, 8, 22), stream(1, PHONE, 2.0, 8, 22), stream(0, CHAT, 5.0, 0, 24)],
        bot: None,
        agent_groups: vec![group("regular", vec![PHONE_TRACKING, PHONE_COMPLAINT, CHAT_TRACKING], days)],
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
        service_floor: vec![None, None],
        satisfaction: None,
        contracts: Vec::new(),
        in_house: None,
        shifts: None,
        calendar,
    }
}

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

pub fn contract(fees: Vec<Fee>) -> Contract {
    Contract {
        name: "contract".into(),
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

/// A fee to which surcharges apply.
pub fn volume_fee(kind: FeeKind) -> Fee {
    Fee { kind, is_surcharged: true }
}

/// A fee to which they do not.
pub fn plain_fee(kind: FeeKind) -> Fee {
    Fee { kind, is_surcharged: false }
}

pub fn per_contact(tracking: f64, complaint: f64, bot: f64) -> Fee {
    let billed =
        Billed { basis: ContactBasis::Handled, channel: None, people: vec![tracking, complaint], bot: vec![bot; 2] };
    volume_fee(FeeKind::PerContact { billed, tiers: None })
}

pub fn fixed_month(amount: f64) -> Fee {
    plain_fee(FeeKind::FixedMonth { amount, included_contacts: None, overage: 0.0, dead_band: None })
}

pub fn kpi(metric: KpiMetric, channel: Option<ChannelId>, period: KpiPeriod, ladder: Vec<KpiStep>) -> Kpi {
    Kpi { metric, channel, period, ladder }
}

pub fn step(side: LadderSide, threshold: f64, effect: PenaltySize) -> KpiStep {
    KpiStep { side, threshold, effect }
}

/// The interval of an hour of a day.
pub fn at(day: usize, hour: usize) -> usize {
    day * 24 + hour
}

/// The same number of agents of each group at every hour.
pub fn flat_plan(scenario: &Scenario, agents: &[u32]) -> StaffingPlan {
    StaffingPlan::without_roster(agents.iter().map(|agents| vec![*agents; scenario.intervals()]).collect())
}

/// Prices volumes that `fill` makes under one contract, with nobody on duty.
pub fn price(scenario: Scenario, contract: Contract, fill: impl Fn(&mut Volumes)) -> Statement {
    let plan = flat_plan(&scenario, &vec![0; scenario.agent_groups.len()]);
    price_plan(scenario, contract, &plan, fill)
}

/// The same with a plan.
pub fn price_plan(
    mut scenario: Scenario,
    contract: Contract,
    plan: &StaffingPlan,
    fill: impl Fn(&mut Volumes),
) -> Statement {
    scenario.contracts = vec![contract];
    let mut volumes = Volumes::empty(&scenario);
    fill(&mut volumes);
    Pricer::new(&scenario, plan, 0).price_volumes(&scenario, &volumes)
}

/// Prices a tally that `fill` makes.
pub fn price_tally(mut scenario: Scenario, contract: Contract, fill: impl Fn(&mut Tally)) -> Statement {
    scenario.contracts = vec![contract];
    let mut tally = Tally::new(&scenario);
    fill(&mut tally);
    let plan = flat_plan(&scenario, &vec![0; scenario.agent_groups.len()]);
    Pricer::new(&scenario, &plan, 0).price(&scenario, &tally)
}

pub fn answered(answered: f64) -> Volume {
    Volume { answered, ..Volume::default() }
}

pub fn contained(contained: f64) -> Volume {
    Volume { bot_handled: contained, contained, ..Volume::default() }
}

/// The amount of a line, which must be there once.
pub fn amount(statement: &Statement, name: &str) -> f64 {
    let found: Vec<f64> = statement.lines.iter().filter(|line| line.name == name).map(|line| line.amount).collect();
    assert_eq!(found.len(), 1, "line \"{name}\" among {:?}", names(statement));
    found[0]
}

pub fn names(statement: &Statement) -> Vec<&str> {
    statement.lines.iter().map(|line| line.name.as_str()).collect()
}

pub fn kind(statement: &Statement, name: &str) -> LineKind {
    statement.lines.iter().find(|line| line.name == name).expect("the line is there").kind
}

#[track_caller]
pub fn assert_close(found: f64, wanted: f64) {
    assert_within(found, wanted, 1e-12);
}

#[track_caller]
pub fn assert_within(found: f64, wanted: f64, relative: f64) {
    let error = (found - wanted).abs();
    assert!(error <= relative * wanted.abs().max(1.0), "found {found}, wanted {wanted}");
}
