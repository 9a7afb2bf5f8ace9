//! A tiny season to price: two weeks from Monday 24 November 2025, so seven days of each of two months.
//!
//! Streams: 0 tracking by phone, 1 complaint by phone, 2 tracking by chat (with a bot). Phone is open from 08:00 to 22:00, chat
//! all day. Expected a day: 140, 28 and 120 contacts. One group takes everything; nothing costs anything until a test says so.

use jiff::civil::{Date, date};
use peakdesk::engine::Tally;
use peakdesk::money::{DayLoads, LineKind, Pricer, Statement, Volume, VolumeTables, Volumes};
use peakdesk::scenario::model::*;

use crate::plain_parts;
pub use crate::plain_parts::group;

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
    let channel =
        |name: &str, kind, opens_s, closes_s| Channel { opens_s, closes_s, ..plain_parts::channel(name, kind) };
    let stream = |contact_type, channel: ChannelId, expected: f64, opens: usize, closes: usize| {
        let at = |interval: usize| if (opens..closes).contains(&(interval % 24)) { expected } else { 0.0 };
        plain_parts::stream(contact_type, channel.0, (0..days * 24).map(at).collect())
    };
    Scenario {
        channels: vec![
            channel("phone", ChannelKind::Voice, 8 * 3600, 22 * 3600),
            channel("chat", ChannelKind::Chat, 0, 24 * 3600),
        ],
        contact_types: vec![plain_parts::contact_type("tracking"), plain_parts::contact_type("complaint")],
        streams: vec![stream(0, PHONE, 10.0, 8, 22), stream(1, PHONE, 2.0, 8, 22), stream(0, CHAT, 5.0, 0, 24)],
        agent_groups: vec![group("regular", vec![PHONE_TRACKING, PHONE_COMPLAINT, CHAT_TRACKING], days)],
        service_floor: vec![None, None],
        ..plain_parts::scenario("tiny", plain_parts::calendar(first_day, 3600, days))
    }
}

pub fn contract(fees: Vec<Fee>) -> Contract {
    plain_parts::contract("contract", fees)
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
    let pricer = Pricer::new(&scenario, plan, 0);
    let statement = pricer.price_volumes(&scenario, &volumes);
    assert_priced_alike_from_tables(&scenario, &pricer, &volumes, &statement);
    statement
}

/// Looked up in tables of one season at its own loads, a season has the sums of its volumes, and the same statement.
fn assert_priced_alike_from_tables(scenario: &Scenario, pricer: &Pricer, volumes: &Volumes, wanted: &Statement) {
    let days = scenario.calendar.days();
    let ones = |a_day: usize| vec![1.0; days * a_day];
    let loads = DayLoads {
        channels: ones(scenario.channels.len()),
        groups: ones(scenario.agent_groups.len()),
        fresh: ones(scenario.streams.len()),
        contacts: ones(scenario.streams.len()),
        presence: ones(scenario.agent_groups.len()),
    };
    let tables = VolumeTables::new(scenario, std::slice::from_ref(pricer), &[(loads.clone(), volumes.clone())], &[]);
    let mut looked_up = tables.blank();
    tables.fill(&loads, &mut looked_up);
    for sums in [tables.sums_of(scenario, volumes), looked_up] {
        let statement = pricer.price_sums(scenario, &sums, &sums.running());
        assert_eq!(names(&statement), names(wanted));
        for (line, wanted) in statement.lines.iter().zip(&wanted.lines) {
            assert!((line.amount - wanted.amount).abs() <= 1e-9 * wanted.amount.abs().max(1.0), "{line:?} {wanted:?}");
        }
        let periods = |of: &Statement| (of.kpi_periods, of.kpi_periods_missed, of.kpi_periods_relieved);
        assert_eq!(periods(&statement), periods(wanted));
    }
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
    statement.lines.iter().map(|line| &*line.name).collect()
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
