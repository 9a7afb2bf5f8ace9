//! What must hold in every season, whatever the scenario: conservation of contacts and of time, and the two engines alike.

use crate::random_seasons::seasons;
use crate::trial::Seen;
use peakdesk::engine::{
    Cell, EngineChoice, Fate, GroupCell, ReplicationId, Season, Tally, Workspace, simulate, simulate_plans,
    simulate_with,
};
use peakdesk::scenario::model::{GroupId, Scenario, StaffingPlan, StreamId};
use proptest::prelude::*;

fn play(scenario: &Scenario, plan: &StaffingPlan, seed: u64, choice: EngineChoice) -> (Tally, Vec<Seen>) {
    let season = Season::new(scenario);
    let (mut tally, mut seen) = (Tally::new(scenario), Vec::new());
    let id = ReplicationId { seed, number: 3 };
    simulate_with(&season, plan, id, choice, &mut Workspace::default(), &mut tally, &mut seen);
    seen.sort_unstable();
    (tally, seen)
}

fn streams(scenario: &Scenario) -> impl Iterator<Item = StreamId> {
    (0..scenario.streams.len()).map(StreamId)
}

/// Contacts of one stream that arrived in one interval.
fn assert_cell_balances(cell: &Cell, scenario: &Scenario, stream: StreamId) {
    assert_eq!(cell.bot_handled, cell.contained + cell.escalated + cell.bot_left);
    let direct = cell.offered() - cell.bot_handled - cell.bot_refused;
    assert_eq!(cell.offered_to_people(), direct + cell.escalated);
    assert!(cell.falsely_contained <= cell.contained);
    assert!(cell.answered_within <= cell.answered && cell.resolved_by_people <= cell.answered);
    assert!(cell.abandoned_within <= cell.abandoned && cell.abandoned_short <= cell.abandoned);
    assert!(cell.orders_served <= cell.handled() && cell.orders_served_by_bot <= cell.contained);
    assert!(cell.talk <= cell.handle && cell.handle >= cell.answered);
    assert!(cell.answered > 0 || cell.wait_answered + cell.handle == 0);
    assert!(cell.abandoned > 0 || cell.wait_abandoned == 0);
    assert!(cell.satisfaction <= 1_000_000 * cell.satisfaction_count());
    let of = &scenario.streams[stream.0];
    assert!(scenario.channels[of.channel.0].lines.is_some() || cell.blocked == 0);
    assert!(of.bot.is_some() || cell.bot_handled + cell.bot_refused + cell.bot_time == 0);
    assert!(of.redial.is_some() || cell.redials == 0);
}

/// Over the season: who comes again is one who had a reason.
fn assert_returns_have_reasons(total: &Cell) {
    let gave_up = total.abandoned + total.blocked + total.bot_refused;
    let unresolved = total.answered - total.resolved_by_people + total.falsely_contained;
    assert!(total.redials <= gave_up && total.repeats <= unresolved);
    assert!(total.redials + total.repeats + total.turned_away <= gave_up + unresolved);
}

/// Each attempt has one fate, and the tally has counted them.
fn assert_witness_agrees(tally: &Tally, seen: &[Seen], scenario: &Scenario) {
    let total = tally.sum_channel(scenario, 0..scenario.intervals(), None);
    assert_eq!(seen.len() as u64, total.offered());
    assert!(seen.windows(2).all(|pair| pair[0].0 != pair[1].0), "a contact has two fates");
    assert!(seen.iter().all(|(_, _, start, end)| start <= end));
    for (fate, counted) in [
        (Fate::Contained, total.contained),
        (Fate::LeftBot, total.bot_left),
        (Fate::Refused, total.bot_refused),
        (Fate::Blocked, total.blocked),
        (Fate::Answered, total.answered),
        (Fate::Abandoned, total.abandoned),
        (Fate::StillWaiting, total.waiting_at_end),
    ] {
        assert_eq!(seen.iter().filter(|seen| seen.1 == fate).count() as u64, counted, "{fate:?}");
    }
    let handled: u64 = seen.iter().filter(|seen| seen.1 == Fate::Answered).map(|seen| seen.3 - seen.2).sum();
    assert_eq!(handled, total.handle);
}

fn assert_time_balances(tally: &Tally, scenario: &Scenario) {
    for group in (0..scenario.agent_groups.len()).map(GroupId) {
        for interval in 0..scenario.intervals() {
            let GroupCell { available, busy, overrun } = *tally.group_cell(interval, group);
            assert!(overrun <= busy, "group {group:?}, interval {interval}: {overrun} > {busy}");
            assert!(
                busy <= available + overrun,
                "group {group:?}, interval {interval}: busy {busy} > {available} + {overrun}"
            );
        }
    }
    // one at a time: an agent is busy exactly as long as there are contacts in hand
    let is_one_at_a_time = scenario.channels.iter().all(|channel| channel.concurrency.limit == 1);
    let busy: u64 = (0..scenario.agent_groups.len())
        .map(|group| tally.sum_group(0..scenario.intervals(), GroupId(group)).busy)
        .sum();
    let handle = tally.sum_channel(scenario, 0..scenario.intervals(), None).handle;
    assert!(if is_one_at_a_time { busy == handle } else { busy <= handle });
}

fn assert_cuts_add_up(tally: &Tally, scenario: &Scenario) {
    let intervals = scenario.intervals();
    let whole = tally.sum_channel(scenario, 0..intervals, None);
    let mut by_channel = Cell::default();
    for channel in 0..scenario.channels.len() {
        for part in [0..7, 7..intervals] {
            let channel = peakdesk::scenario::model::ChannelId(channel);
            by_channel += &tally.sum_channel(scenario, part, Some(channel));
        }
    }
    assert_eq!(whole, by_channel);
    for stream in streams(scenario) {
        let answered = tally.sum(0..intervals, &[stream]).answered;
        assert_eq!(tally.waits(stream).iter().sum::<u64>(), answered);
    }
}

/// Always the same random scenarios: reading one and tabulating its laws takes tens of milliseconds.
fn of_cases(cases: u32) -> ProptestConfig {
    let rng_seed = proptest::test_runner::RngSeed::Fixed(20_251_111);
    ProptestConfig { cases, failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(of_cases(120))]

    #[test]
    fn contacts_and_time_are_conserved(choice in seasons(), seed in any::<u64>()) {
        let scenario = choice.scenario();
        let plan = choice.plan(&scenario);
        let (tally, seen) = play(&scenario, &plan, seed, EngineChoice::Automatic);
        for stream in streams(&scenario) {
            for interval in 0..scenario.intervals() {
                assert_cell_balances(tally.cell(interval, stream), &scenario, stream);
            }
            assert_returns_have_reasons(&tally.sum(0..scenario.intervals(), &[stream]));
        }
        assert_witness_agrees(&tally, &seen, &scenario);
        assert_time_balances(&tally, &scenario);
        assert_cuts_add_up(&tally, &scenario);
    }

    #[test]
    fn both_engines_tell_the_same_of_every_contact(choice in seasons(), seed in any::<u64>()) {
        let scenario = choice.scenario();
        let plan = choice.plan(&scenario);
        let (tally, seen) = play(&scenario, &plan, seed, EngineChoice::Automatic);
        let (general_tally, general_seen) = play(&scenario, &plan, seed, EngineChoice::General);
        prop_assert!(seen == general_seen && tally == general_tally);
    }
}

proptest! {
    #![proptest_config(of_cases(120))]

    #[test]
    fn plans_played_together_come_out_as_one_after_the_other(choice in seasons(), seed in any::<u64>()) {
        let scenario = choice.scenario();
        // some differ on every desk, some on one, and two on none
        let plans = [
            choice.plan(&scenario),
            choice.plan_from(&scenario, |group| usize::from(group == 0)),
            choice.plan_from(&scenario, |group| group + 1),
            choice.plan(&scenario),
            choice.plan_from(&scenario, |_| 2),
        ];
        let together: Vec<&StaffingPlan> = plans.iter().collect();
        let (season, mut workspace) = (Season::new(&scenario), Workspace::default());
        let mut tallies = vec![Tally::new(&scenario); plans.len()];
        // the second time after one in which the bot's sessions may have run out, so that contacts wait for their turn
        for _ in 0..2 {
            simulate_plans(&season, &together, ReplicationId { seed, number: 3 }, &mut workspace, &mut tallies);
            for (plan, tally) in plans.iter().zip(&tallies) {
                prop_assert!(*tally == play(&scenario, plan, seed, EngineChoice::Automatic).0);
            }
        }
    }
}

proptest! {
    #![proptest_config(of_cases(30))]

    #[test]
    fn memory_from_another_season_plays_no_part(choice in seasons(), other in seasons(), seed in any::<u64>()) {
        let (scenario, other_scenario) = (choice.scenario(), other.scenario());
        let (plan, other_plan) = (choice.plan(&scenario), other.plan(&other_scenario));
        let id = ReplicationId { seed, number: 3 };
        let mut workspace = Workspace::default();
        let mut other_tally = Tally::new(&other_scenario);
        simulate(&Season::new(&other_scenario), &other_plan, id, &mut workspace, &mut other_tally);
        let mut tally = Tally::new(&scenario);
        simulate(&Season::new(&scenario), &plan, id, &mut workspace, &mut tally);
        prop_assert!(tally == play(&scenario, &plan, seed, EngineChoice::Automatic).0);
    }
}

/// Random seasons are worth their name: every kind of fate and both kinds of pool come up.
#[test]
fn random_seasons_reach_every_corner() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngSeed, TestRunner};
    let mut runner =
        TestRunner::new(Config { rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..Config::default() });
    let mut total = Cell::default();
    let (mut overrun, mut single, mut general) = (0, 0, 0);
    for number in 0..120 {
        let choice = seasons().new_tree(&mut runner).expect("a season").current();
        let scenario = choice.scenario();
        let season = Season::new(&scenario);
        if season.is_all_single_queues() {
            single += 1
        } else {
            general += 1
        }
        let (tally, _) = play(&scenario, &choice.plan(&scenario), number, EngineChoice::Automatic);
        total += &tally.sum_channel(&scenario, 0..scenario.intervals(), None);
        overrun += (0..scenario.agent_groups.len())
            .map(|group| tally.sum_group(0..scenario.intervals(), GroupId(group)).overrun)
            .sum::<u64>();
    }
    assert!(single > 10 && general > 30, "{single} single, {general} general");
    for (what, count) in [
        ("redials", total.redials),
        ("repeats", total.repeats),
        ("turned away", total.turned_away),
        ("falsely contained", total.falsely_contained),
        ("escalated", total.escalated),
        ("left the bot", total.bot_left),
        ("refused", total.bot_refused),
        ("blocked", total.blocked),
        ("answered after a wait", total.wait_answered),
        ("abandoned", total.abandoned),
        ("still waiting", total.waiting_at_end),
        ("overrun", overrun),
    ] {
        assert!(count > 0, "no {what}");
    }
}
