//! The documented order of events at one instant, on contacts whose times are known.

use super::fixture::{flat_plan, one_queue};
use crate::engine::*;
use crate::scenario::model::*;

/// Runs both engines on a scenario with deterministic times and gives the fates in order of their end.
fn fates(scenario: &Scenario, plan: &StaffingPlan) -> [Vec<(ContactKey, Fate, u64, u64)>; 2] {
    let season = Season::new(scenario);
    [EngineChoice::Automatic, EngineChoice::General].map(|choice| {
        let (mut tally, mut seen) = (Tally::new(scenario), Vec::new());
        let id = ReplicationId { seed: 5, number: 0 };
        simulate_with(&season, plan, id, choice, &mut Workspace::default(), &mut tally, &mut seen);
        seen.sort_unstable_by_key(|(key, _, start, end)| (*start, *end, *key));
        seen
    })
}

/// About twenty contacts in the first interval; every handle time the same.
fn burst(handle_s: f64) -> Scenario {
    let mut scenario = one_queue(1, 0.0);
    scenario.streams[0].expected_contacts[0] = 20.0;
    scenario.streams[0].handle_time = ByTime::always(Distribution::Deterministic { value_s: handle_s });
    scenario.streams[0].patience = ByTime::always(Distribution::Never);
    scenario
}

#[test]
fn an_agent_whose_contact_ends_exactly_with_the_shift_goes_home() {
    // one agent; handle time half an interval: from the first arrival on the ends are start + 900 s each, so a drop to nobody can be put on one
    let scenario = burst(900.0);
    let [seen, _] = fates(&scenario, &flat_plan(&scenario, 1));
    let first = seen[0].2;
    assert!(first % (1800 * TICKS_PER_SECOND) != 0);
    // shift the clock instead of the drop: a deterministic handle time that ends exactly on the boundary at 1800 s
    let ends_on_boundary = (1800 * TICKS_PER_SECOND - first) as f64 / TICKS_PER_SECOND as f64;
    let scenario = burst(ends_on_boundary);
    let mut plan = flat_plan(&scenario, 1);
    plan.required[0][1..].fill(0);
    for seen in fates(&scenario, &plan) {
        let answered: Vec<_> = seen.iter().filter(|(_, fate, ..)| *fate == Fate::Answered).collect();
        assert_eq!(answered.len(), 1, "nobody is answered at the instant of the drop");
        assert_eq!(answered[0].3, 1800 * TICKS_PER_SECOND);
        assert!(seen.len() > 1, "others wait");
    }
}

#[test]
fn a_contact_whose_patience_ends_exactly_when_an_agent_comes_free_is_answered() {
    let scenario = burst(600.0);
    let [seen, _] = fates(&scenario, &flat_plan(&scenario, 1));
    // the second contact's arrival is not in its fate; find its wait from the tally of a run with two agents, where it is answered at once
    let [at_once, _] = fates(&scenario, &flat_plan(&scenario, 30));
    let (first, second) = (at_once[0], at_once[1]);
    let wait = seen.iter().find(|(key, ..)| *key == second.0).expect("the second is answered").2 - second.2;
    let patience_s = wait as f64 / TICKS_PER_SECOND as f64;
    for (patience_ticks, expected) in [(0, Fate::Answered), (1, Fate::Abandoned)] {
        let mut scenario = burst(600.0);
        let value_s = patience_s - patience_ticks as f64 / TICKS_PER_SECOND as f64;
        scenario.streams[0].patience = ByTime::always(Distribution::Deterministic { value_s });
        for seen in fates(&scenario, &flat_plan(&scenario, 1)) {
            let fate = seen.iter().find(|(key, ..)| *key == second.0).expect("everyone has a fate").1;
            assert_eq!(fate, expected, "first at {}, second at {}", first.2, second.2);
        }
    }
}

#[test]
fn agent_finishing_late_leaves_after_the_contact_and_counts_as_overrun() {
    let scenario = burst(3600.0);
    let mut plan = flat_plan(&scenario, 2);
    plan.required[0][1..].fill(0);
    let season = Season::new(&scenario);
    for choice in [EngineChoice::Automatic, EngineChoice::General] {
        let (mut tally, id) = (Tally::new(&scenario), ReplicationId { seed: 5, number: 0 });
        simulate_with(&season, &plan, id, choice, &mut Workspace::default(), &mut tally, &mut ());
        let total = tally.sum_group(0..scenario.intervals(), GroupId(0));
        let first = tally.group_cell(0, GroupId(0));
        assert_eq!(total.busy, 2 * 3600 * TICKS_PER_SECOND);
        assert_eq!(first.overrun, 0);
        assert_eq!(total.overrun, total.busy - first.busy);
        assert_eq!(total.available, 2 * 1800 * TICKS_PER_SECOND);
    }
}

#[test]
fn redials_that_find_the_channel_closed_are_turned_away() {
    let mut scenario = one_queue(1, 0.0);
    scenario.channels[0].closes_s = 1800;
    scenario.streams[0].expected_contacts[0] = 200.0;
    scenario.streams[0].redial =
        Some(Redial { chance: 1.0, delay: Distribution::Deterministic { value_s: 1200.0 }, limit: 1 });
    let season = Season::new(&scenario);
    let mut tally = Tally::new(&scenario);
    simulate(
        &season,
        &flat_plan(&scenario, 1),
        ReplicationId { seed: 5, number: 0 },
        &mut Workspace::default(),
        &mut tally,
    );
    let (open, closed) =
        (tally.sum_channel(&scenario, 0..1, None), tally.sum_channel(&scenario, 1..scenario.intervals(), None));
    assert!(open.redials > 0 && closed.turned_away > 0);
    assert_eq!(closed.offered(), 0);
}
