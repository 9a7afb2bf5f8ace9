//! Volumes: the same money however the season was cut, summed or shared.

use peakdesk::engine::Tally;
use peakdesk::money::{Pricer, Statement, Volume, Volumes};
use peakdesk::scenario::model::*;

use crate::season::*;

fn night_contract() -> Contract {
    let mut terms = contract(vec![per_contact(2.5, 5.0, 0.8), fixed_month(9000.0)]);
    terms.surcharges = vec![Surcharge { when: SurchargeWhen::Hours(22 * 3600, 8 * 3600), factor: 1.3 }];
    let ladder = vec![step(LadderSide::Above, 0.05, PenaltySize::ShareOfFeePerPoint(-0.01))];
    terms.kpis = vec![kpi(KpiMetric::Abandonment, None, KpiPeriod::Week, ladder)];
    terms.penalty_cap = Some(0.1);
    terms
}

fn interval_contract() -> Contract {
    let ladder = vec![step(LadderSide::Above, 0.05, PenaltySize::Amount(-1.0))];
    let kpis = vec![kpi(KpiMetric::Abandonment, Some(PHONE), KpiPeriod::Interval, ladder)];
    Contract { kpis, ..contract(vec![per_contact(2.0, 2.0, 0.0)]) }
}

/// Some contacts in every interval, all different.
fn busy_tally(scenario: &Scenario) -> Tally {
    let mut tally = Tally::new(scenario);
    for interval in 0..scenario.intervals() {
        for stream in 0..3 {
            let number = (interval * 7 + stream * 5) as u64 % 23;
            let cell = tally.cell_mut(interval, StreamId(stream));
            cell.fresh = number + 2;
            cell.answered = number + 1;
            cell.answered_within = number / 2;
            cell.abandoned = number % 3;
            cell.talk = 1024 * 60 * number + 7;
            cell.bot_handled = number * 2;
            cell.contained = number;
        }
        let time = tally.group_cell_mut(interval, GroupId(0));
        (time.available, time.busy) = (3600 * 1024, 1800 * 1024 + interval as u64);
    }
    tally
}

fn statements(contracts: Vec<Contract>) -> Vec<Statement> {
    let mut scenario = season();
    scenario.contracts = contracts;
    let tally = busy_tally(&scenario);
    let plan = flat_plan(&scenario, &[5]);
    let volumes = Volumes::of(&scenario, &tally);
    (0..scenario.contracts.len())
        .map(|contract| {
            let pricer = Pricer::new(&scenario, &plan, contract);
            let shared = pricer.price_volumes(&scenario, &volumes);
            assert_eq!(shared, pricer.price(&scenario, &tally));
            shared
        })
        .collect()
}

#[test]
fn a_contracts_price_does_not_depend_on_the_contracts_beside_it() {
    let alone = &statements(vec![night_contract()])[0];
    let beside = &statements(vec![interval_contract(), night_contract()])[1];
    assert_eq!(names(alone), names(beside));
    for (alone, beside) in alone.lines.iter().zip(&beside.lines) {
        assert_within(beside.amount, alone.amount, 1e-12);
    }
    assert!(alone.penalties() < 0.0);
}

#[test]
fn volumes_filled_by_hand_price_like_a_tally() {
    let mut scenario = season();
    scenario.contracts = vec![night_contract(), interval_contract()];
    let tally = busy_tally(&scenario);
    let mut volumes = Volumes::empty(&scenario);
    for interval in (0..scenario.intervals()).rev() {
        for stream in 0..3 {
            volumes.add(interval, StreamId(stream), &Volume::from(tally.cell(interval, StreamId(stream))));
        }
        let time = tally.group_cell(interval, GroupId(0));
        volumes.add_group_time(interval, GroupId(0), time.available as f64 / 1024.0, time.busy as f64 / 1024.0);
    }
    // Counts and 1/1024 s are exact in either order, so the two are the same to the last bit.
    assert_eq!(volumes, Volumes::of(&scenario, &tally));
}

#[test]
fn lines_are_the_same_in_every_replication() {
    let mut scenario = season();
    scenario.contracts = vec![night_contract()];
    let pricer = Pricer::new(&scenario, &flat_plan(&scenario, &[5]), 0);
    let busy = pricer.price(&scenario, &busy_tally(&scenario));
    let empty = pricer.price(&scenario, &Tally::new(&scenario));
    assert_eq!(names(&busy), names(&empty));
    assert_eq!(empty.kpi_periods, busy.kpi_periods);
    assert_eq!(empty.kpi_periods_missed, 0);
}

#[test]
fn an_interval_belongs_to_the_hours_in_which_it_starts() {
    let mut terms = contract(vec![per_contact(1.0, 1.0, 0.0)]);
    terms.surcharges = vec![Surcharge { when: SurchargeWhen::Hours(9 * 3600 + 1800, 11 * 3600), factor: 2.0 }];
    for (hour, wanted) in [(8, 10.0), (9, 10.0), (10, 20.0), (11, 10.0)] {
        let statement =
            price(season(), terms.clone(), |volumes| volumes.add(at(0, hour), PHONE_TRACKING, &answered(10.0)));
        assert_close(statement.fees(), wanted);
    }
}
