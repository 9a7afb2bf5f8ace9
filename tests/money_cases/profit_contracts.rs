//! Profits of pricing models at fixed numbers of agents, from exact Erlang A values of a stationary queue.
//!
//! Every hour of November 2025 (30 days, so a month's fee counts once) has the same expected volumes. Money is compared an
//! hour, to 1e-7.

use jiff::civil::date;
use peakdesk::engine::{Cell, Tally};
use peakdesk::money::{Pricer, Statement, Volume, Volumes};
use peakdesk::scenario::model::*;

use crate::season::*;

const HOURS: f64 = 720.0;
const HANDLE_S: f64 = 300.0;
const TALK_SHARE: f64 = 0.9;
const PATIENCE_S: f64 = 120.0;

/// Rows of a data file without comments and heading.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split(',').collect()).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().expect("a number in the data file")
}

/// Shares of offered contacts: abandoned, answered in time over offered, the same excluding short abandons.
fn performance(arrivals: &str, agents: &str) -> Option<(f64, f64, f64)> {
    rows(include_str!("data/performance.csv"))
        .iter()
        .find(|row| row[0] == arrivals && row[1] == agents)
        .map(|row| (number(row[2]), number(row[3]), number(row[4])))
}

/// Share of contacts that abandon in M/M/n+M, from the balance equations of its birth-death process.
fn abandoned_share(arrivals_per_hour: f64, agents: u32) -> f64 {
    let (arrive, serve, leave) = (arrivals_per_hour / 3600.0, 1.0 / HANDLE_S, 1.0 / PATIENCE_S);
    let (mut weight, mut total, mut queued) = (1.0, 1.0, 0.0);
    for state in 1..2000 {
        let busy = f64::from(state.min(agents));
        let waiting = f64::from(state) - busy;
        weight *= arrive / (busy * serve + waiting * leave);
        total += weight;
        queued += weight * waiting;
    }
    leave * queued / total / arrive
}

/// An hour's volume at a number of agents.
fn volume(arrivals: &str, agents: &str) -> Volume {
    let offered = number(arrivals);
    let in_shares = match performance(arrivals, agents) {
        Some((abandoned, within, excluding)) => Volume {
            answered: 1.0 - abandoned,
            answered_within: within,
            abandoned,
            abandoned_within: 1.0 - within / excluding,
            ..Volume::default()
        },
        // The data has no service level for so few agents. No more than those answered were answered in time.
        None => {
            let abandoned = abandoned_share(offered, agents.parse().expect("agents in the data file"));
            let answered = 1.0 - abandoned;
            Volume { answered, answered_within: answered, abandoned, ..Volume::default() }
        }
    };
    Volume {
        fresh: offered,
        answered: offered * in_shares.answered,
        answered_within: offered * in_shares.answered_within,
        abandoned: offered * in_shares.abandoned,
        abandoned_within: offered * in_shares.abandoned_within,
        resolved_by_people: offered * in_shares.answered,
        talk_s: offered * in_shares.answered * HANDLE_S * TALK_SHARE,
        ..Volume::default()
    }
}

/// A KPI on all contacts of the season.
fn level(definition: ServiceLevelDefinition, ladder: Vec<KpiStep>) -> Vec<Kpi> {
    vec![kpi(KpiMetric::ServiceLevel(definition), Some(PHONE), KpiPeriod::Season, ladder)]
}

fn below(threshold: f64, share: f64) -> KpiStep {
    step(LadderSide::Below, threshold, PenaltySize::ShareOfFee(-share))
}

/// The contract of a pricing model; fixed fees and seats grow with the arrivals, which are 200 or 1000 an hour.
fn terms(model: &str, size: f64) -> Contract {
    use ServiceLevelDefinition::{ExcludingShortAbandons, Offered};
    let with_kpis = |fees, kpis| Contract { kpis, ..contract(fees) };
    let fixed = |an_hour: f64| vec![fixed_month(an_hour * size * HOURS)];
    let bands = || vec![below(0.8, 0.15), below(0.7, 0.4), below(0.5, 1.0)];
    match model {
        "per_contact" => contract(vec![per_contact(3.5, 3.5, 0.0)]),
        "per_talk_minute" => contract(vec![volume_fee(FeeKind::PerMinute {
            rates: vec![0.6; 2],
            channel: None,
            rounding: Rounding { unit_s: 0.0, free_s: 0.0 },
            meter: 0,
        })]),
        "per_order" => contract(vec![volume_fee(FeeKind::PerConversion { conversion: 0.12, commission: 25.0 })]),
        "per_seat_hour" => {
            contract(vec![plain_fee(FeeKind::PerAgentHour { rate: 34.0, most_agents: Some(20.0 * size) })])
        }
        "fixed_fee_kpi_tiers_offered" => with_kpis(fixed(620.0), level(Offered, bands())),
        "fixed_fee_kpi_tiers_excl_short_abandon" => with_kpis(fixed(620.0), level(ExcludingShortAbandons, bands())),
        "fixed_fee_kpi_cliff" => with_kpis(fixed(560.0), level(Offered, vec![below(0.8, 0.2)])),
        "fixed_fee_kpi_cliff_excl_short" => {
            with_kpis(fixed(560.0), level(ExcludingShortAbandons, vec![below(0.8, 0.2)]))
        }
        "fixed_fee_kpi_cliff_50pct" => with_kpis(fixed(560.0), level(Offered, vec![below(0.8, 0.5)])),
        "fixed_fee_kpi_linear" => {
            let ladder = vec![step(LadderSide::Below, 0.8, PenaltySize::ShareOfFeePerPoint(-0.02))];
            Contract { penalty_cap: Some(1.0), ..with_kpis(fixed(560.0), level(Offered, ladder)) }
        }
        "hybrid_contact_tier_abandon" => {
            let charge = volume_fee(FeeKind::PerAbandoned { amount: -1.5, channel: None });
            let premium = step(LadderSide::AtLeast, 0.9, PenaltySize::ShareOfFee(0.05));
            let ladder = vec![premium, below(0.8, 0.1), below(0.7, 0.2)];
            with_kpis(vec![per_contact(3.2, 3.2, 0.0), charge], level(Offered, ladder))
        }
        other => panic!("no contract for pricing model \"{other}\""),
    }
}

/// November, priced hour by hour for some agents.
fn november(terms: Contract, agents: u32, wage: f64) -> (Scenario, StaffingPlan) {
    let mut scenario = season_from(date(2025, 11, 1), 30);
    scenario.agent_groups[0].wage = Wage::Hour(wage);
    scenario.contracts = vec![terms];
    let plan = flat_plan(&scenario, &[agents]);
    (scenario, plan)
}

fn priced(scenario: &Scenario, plan: &StaffingPlan, an_hour: impl Fn(usize) -> Volume) -> Statement {
    let mut volumes = Volumes::empty(scenario);
    for interval in 0..scenario.intervals() {
        let volume = an_hour(interval);
        volumes.add(interval, PHONE_TRACKING, &volume);
        if !scenario.meters().is_empty() {
            volumes.add_billed(interval, PHONE_TRACKING, 0, volume.talk_s);
        }
    }
    Pricer::new(scenario, plan, 0).price_volumes(scenario, &volumes)
}

#[test]
fn every_pricing_model_earns_its_exact_profit_at_each_number_of_agents() {
    let rows = rows(include_str!("data/profits.csv"));
    assert_eq!(rows.len(), 136);
    for row in rows {
        let (arrivals, model, agents) = (row[0], row[1], row[2]);
        let terms = terms(model, number(arrivals) / 200.0);
        let (scenario, plan) = november(terms, agents.parse().expect("agents in the data file"), 28.0);
        let volume = volume(arrivals, agents);
        let statement = priced(&scenario, &plan, |_| volume);
        let [revenue, wage, profit] = [number(row[3]), number(row[4]), number(row[5])];
        assert_within(statement.revenue() / HOURS, revenue, 1e-7);
        assert_within(amount(&statement, "wages_regular") / HOURS, wage, 1e-7);
        assert_within(statement.profit() / HOURS, profit, 1e-7);
    }
}

#[test]
fn a_tally_of_whole_contacts_earns_the_same_revenue() {
    // A million times the contacts, so that rounding them to whole ones does not show.
    const SCALE: f64 = 1e6;
    let volume_models = ["per_contact", "per_talk_minute", "per_order", "hybrid_contact_tier_abandon"];
    for row in rows(include_str!("data/profits.csv")) {
        let (arrivals, model, agents) = (row[0], row[1], row[2]);
        let scale = if volume_models.contains(&model) { SCALE } else { 1.0 };
        let terms = terms(model, number(arrivals) / 200.0);
        let (scenario, plan) = november(terms, agents.parse().expect("agents in the data file"), 28.0);
        let volume = volume(arrivals, agents);
        let count = |value: f64| (value * SCALE).round() as u64;
        let cell = Cell {
            fresh: count(volume.fresh),
            answered: count(volume.answered),
            answered_within: count(volume.answered_within),
            abandoned: count(volume.abandoned),
            abandoned_within: count(volume.abandoned_within),
            talk: count(volume.talk_s * 1024.0),
            ..Cell::default()
        };
        let mut tally = Tally::new(&scenario);
        for interval in 0..scenario.intervals() {
            *tally.cell_mut(interval, PHONE_TRACKING) = cell;
            if !scenario.meters().is_empty() {
                tally.add_billed(interval, PHONE_TRACKING, 0, cell.talk);
            }
        }
        let statement = Pricer::new(&scenario, &plan, 0).price(&scenario, &tally);
        assert_within(statement.revenue() / HOURS / scale, number(row[3]), 1e-7);
    }
}

#[test]
fn agreements_that_bind_by_the_contact_the_hour_and_the_season_cost_their_exact_amounts() {
    const ARRIVALS: f64 = 400.0;
    let definition = ServiceLevelDefinition::Offered;
    let per_served = || contract(vec![per_contact(3.5, 3.5, 0.0)]);
    let bound_by = |period, step: KpiStep| {
        let kpis = vec![kpi(KpiMetric::ServiceLevel(definition), Some(CHAT), period, vec![step])];
        Contract { kpis, ..per_served() }
    };
    // Two for each contact not answered in time: 2 % of the season's contacts for each point below all of them.
    let a_point = -2.0 * ARRIVALS * HOURS / 100.0;
    let individual = bound_by(KpiPeriod::Season, step(LadderSide::Below, 1.0, PenaltySize::AmountPerPoint(a_point)));
    let period = bound_by(KpiPeriod::Interval, step(LadderSide::Below, 0.8, PenaltySize::Amount(-250.0)));
    let horizon = bound_by(KpiPeriod::Season, step(LadderSide::Below, 0.8, PenaltySize::Amount(-250.0 * HOURS)));
    let rows = rows(include_str!("data/agreement_types.csv"));
    assert_eq!(rows.len(), 26);
    for row in rows {
        let [agents, served, abandoned, within, missed] = [0, 1, 2, 3, 4].map(|column| number(row[column]));
        let offered = Volume {
            answered: served,
            answered_within: ARRIVALS * within,
            abandoned: ARRIVALS * abandoned,
            ..Volume::default()
        };
        let profit = |terms: &Contract, volume: Volume| {
            let (mut scenario, plan) = november(terms.clone(), agents as u32, 26.0);
            // Chat is open day and night, so that every hour is judged.
            scenario.streams[0].channel = CHAT;
            priced(&scenario, &plan, |_| volume).profit() / HOURS
        };
        assert_within(profit(&per_served(), offered), number(row[5]), 1e-7);
        assert_within(profit(&individual, offered), number(row[6]), 1e-7);
        assert_within(profit(&horizon, offered), number(row[8]), 1e-7);
        // An hour is missed with this chance. Its revenue is the mean hour's, so only the penalty tells it from one that is met.
        let missed_hour = Volume { answered_within: 0.0, ..offered };
        let met_hour = Volume { answered_within: served, abandoned: 0.0, ..offered };
        let by_the_hour = missed * profit(&period, missed_hour) + (1.0 - missed) * profit(&period, met_hour);
        assert_within(by_the_hour, number(row[7]), 1e-7);
    }
}
