//! The fast engine and the general one tell the same story of every contact, and count the same.

use super::fixture::{channel, exponential, flat_plan, group, one_queue};
use crate::engine::*;
use crate::scenario::model::*;

fn assert_engines_agree(scenario: &Scenario, plan: &StaffingPlan, replications: u64) -> Tally {
    let season = Season::new(scenario);
    assert!(season.is_all_single_queues());
    assert_choices_agree(&season, plan, replications)
}

/// What is played quickly is what the general engine plays with every contact in its turn.
fn assert_choices_agree(season: &Season, plan: &StaffingPlan, replications: u64) -> Tally {
    let scenario = season.scenario();
    let mut workspace = Workspace::default();
    let mut last = Tally::new(scenario);
    for number in 0..replications {
        let id = ReplicationId { seed: 77, number };
        if number % 2 == 0 {
            // forget whether the bot was full: it decides on how the next are played
            workspace = Workspace::default();
        }
        let (mut fast, mut general) = (Tally::new(scenario), Tally::new(scenario));
        let (mut seen_fast, mut seen_general) = (Vec::new(), Vec::new());
        simulate_with(season, plan, id, EngineChoice::Automatic, &mut workspace, &mut fast, &mut seen_fast);
        simulate_with(season, plan, id, EngineChoice::General, &mut workspace, &mut general, &mut seen_general);
        seen_fast.sort_unstable();
        seen_general.sort_unstable();
        assert!(!seen_fast.is_empty());
        assert_eq!(seen_fast.len(), seen_general.len());
        for (one, other) in seen_fast.iter().zip(&seen_general) {
            assert_eq!(one, other);
        }
        assert!(fast == general, "the tallies differ");
        last = fast;
    }
    last
}

/// A contract of which only the meters matter: each contact's talk rounded up to these units, in seconds, and free up to that.
fn metered(roundings: &[(f64, f64)]) -> Contract {
    let fee = |(meter, (unit_s, free_s)): (usize, &(f64, f64))| Fee {
        kind: FeeKind::PerMinute {
            rates: vec![0.5],
            channel: None,
            rounding: Rounding { unit_s: *unit_s, free_s: *free_s },
            meter,
        },
        is_surcharged: false,
    };
    Contract {
        name: "metered".into(),
        title: Title::default(),
        fees: roundings.iter().enumerate().map(fee).collect(),
        kpis: vec![],
        penalty_cap: None,
        minimum_volume: None,
        surcharges: vec![],
        kpi_relief: None,
        budget: None,
        most_contacts: None,
        renewal: None,
    }
}

/// Two streams in one queue, with all that the fastest engine takes.
fn all_that_is_plain() -> Scenario {
    let mut scenario = one_queue(4, 70.0);
    scenario.channels[0].service.within_s = 45.0;
    scenario.streams[0].handle_time = ByTime {
        pieces: vec![
            (0, Distribution::Lognormal { mean_s: 250.0, cv: 1.1 }),
            (43_200, Distribution::Deterministic { value_s: 300.0 }),
        ],
    };
    scenario.streams[0].patience = ByTime::always(Distribution::Never);
    let mut second = scenario.streams[0].clone();
    second.contact_type = ContactTypeId(1);
    second.handle_time = exponential(9_000.0);
    second.patience = ByTime::always(Distribution::Weibull { shape: 0.7, scale_s: 300.0 });
    second.talk_share = 0.6;
    second.balk = 0.1;
    second.expected_contacts.iter_mut().for_each(|expected| *expected /= 20.0);
    scenario.contact_types.push(ContactType { name: "complaint".into(), title: Title::default() });
    scenario.streams.push(second);
    scenario.agent_groups = vec![group("regular", &[0, 1], 4)];
    scenario.agent_groups[0].absence = 0.1;
    scenario.agent_groups[0].learning = vec![1.6, 1.1, 1.0];
    scenario.demand.busyness.cv = 0.2;
    scenario.demand.interval_cv = 0.1;
    scenario.satisfaction = Some(Satisfaction {
        by_wait: vec![(0.0, 0.95), (60.0, 0.8), (300.0, 0.4)],
        unresolved_factor: 0.5,
        bot_resolved: 0.85,
        bot_unresolved: 0.3,
        not_served: 0.1,
    });
    scenario.contracts = vec![metered(&[(0.0, 0.0), (60.0, 0.0), (6.0, 20.0)])];
    scenario
}

/// Numbers on duty that jump up and down, to nobody and back.
fn restless_plan(scenario: &Scenario) -> StaffingPlan {
    let levels = [10, 4, 15, 3, 0, 8, 1, 12, 12, 5, 20, 2];
    let required = (0..scenario.intervals()).map(|interval| levels[interval * 7 % levels.len()]).collect();
    StaffingPlan::without_roster(vec![required])
}

#[test]
fn on_a_flat_queue() {
    let scenario = one_queue(3, 200.0);
    let tally = assert_engines_agree(&scenario, &flat_plan(&scenario, 17), 3);
    assert!(tally.sum_channel(&scenario, 0..scenario.intervals(), None).abandoned > 100);
}

#[test]
fn under_staffing_that_jumps() {
    let scenario = one_queue(4, 120.0);
    assert_engines_agree(&scenario, &restless_plan(&scenario), 5);
}

#[test]
fn with_everything_a_plain_queue_may_have() {
    let scenario = all_that_is_plain();
    let tally = assert_engines_agree(&scenario, &restless_plan(&scenario), 8);
    let total = tally.sum_channel(&scenario, 0..scenario.intervals(), None);
    for (name, count) in [
        ("abandoned", total.abandoned),
        ("late", total.answered - total.answered_within),
        ("satisfied", total.satisfaction),
        ("billed by the minute", tally.billed(30, StreamId(0), 1)),
        ("overrun", tally.sum_group(0..scenario.intervals(), GroupId(0)).overrun),
    ] {
        assert!(count > 0, "no {name}");
    }
}

#[test]
fn on_work_that_lasts_for_days_and_past_the_end() {
    let mut scenario = one_queue(3, 1.0);
    scenario.streams[0].handle_time = exponential(50_000.0);
    scenario.streams[0].patience = exponential(20_000.0);
    let tally = assert_engines_agree(&scenario, &restless_plan(&scenario), 10);
    assert!(tally.group_cell(scenario.intervals() - 1, GroupId(0)).overrun > 0, "nothing is left at the end");
}

#[test]
fn where_nobody_ever_is_on_duty() {
    let scenario = one_queue(2, 10.0);
    let tally = assert_engines_agree(&scenario, &flat_plan(&scenario, 0), 2);
    let total = tally.sum_channel(&scenario, 0..scenario.intervals(), None);
    assert_eq!((total.answered, total.abandoned), (0, total.fresh));
}

#[test]
fn several_plans_at_once_come_out_as_one_after_the_other() {
    let plain = all_that_is_plain();
    let mut with_redials = one_queue(3, 90.0);
    with_redials.streams[0].redial =
        Some(Redial { chance: 0.6, delay: Distribution::Exponential { mean_s: 400.0 }, limit: 3 });
    for scenario in [plain, with_redials] {
        let season = Season::new(&scenario);
        let plans = [flat_plan(&scenario, 12), restless_plan(&scenario), flat_plan(&scenario, 7)];
        let plans: Vec<&StaffingPlan> = plans.iter().collect();
        let tallies = assert_together_as_alone(&season, &plans);
        assert!(tallies[0] != tallies[1]);
    }
}

/// Plays plans at once and one after the other; the tallies of the last replication.
fn assert_together_as_alone(season: &Season, plans: &[&StaffingPlan]) -> Vec<Tally> {
    let (mut workspace, mut tallies) = (Workspace::default(), vec![Tally::new(season.scenario()); plans.len()]);
    let mut alone = Tally::new(season.scenario());
    for number in 0..3 {
        let id = ReplicationId { seed: 5, number };
        simulate_plans(season, plans, id, &mut workspace, &mut tallies);
        for (plan, together) in plans.iter().zip(&tallies) {
            simulate(season, plan, id, &mut Workspace::default(), &mut alone);
            assert!(*together == alone, "replication {number} differs");
        }
        let place = (number as u32, 3);
        simulate_plans_stratified(season, plans, 5, place, &mut workspace, &mut tallies);
        for (plan, together) in plans.iter().zip(&tallies) {
            simulate_stratified(season, plan, 5, place, &mut Workspace::default(), &mut alone);
            assert!(*together == alone, "stratified replication {number} differs");
        }
    }
    tallies
}

#[test]
fn plans_that_agree_on_a_desk_come_out_as_one_after_the_other_however_many_sessions_the_bot_has() {
    for sessions in [None, Some(400), Some(18), Some(2)] {
        let mut scenario = with_a_bot(sessions, WhenBotIsFull::People);
        scenario.streams[0].bot = scenario.streams[1].bot.clone();
        scenario.agent_groups = vec![group("first", &[0], 4), group("second", &[1], 4)];
        scenario.agent_groups[1].absence = 0.1;
        let season = Season::new(&scenario);
        assert_eq!(season.pools().count(), 2);
        let plan = |first: u32, second: u32| {
            StaffingPlan::without_roster([first, second].map(|agents| vec![agents; scenario.intervals()]).to_vec())
        };
        let plans = [plan(6, 6), plan(6, 8), plan(4, 8), plan(6, 6), plan(0, 8)];
        let plans: Vec<&StaffingPlan> = plans.iter().collect();
        let tallies = assert_together_as_alone(&season, &plans);
        assert!(tallies[0] == tallies[3] && tallies[0] != tallies[1] && tallies[1] != tallies[2]);
        assert_choices_agree(&season, plans[1], 4);
    }
}

/// Two types, one of which meets a bot with so many sessions, redials and comes back.
fn with_a_bot(sessions: Option<u32>, when_full: WhenBotIsFull) -> Scenario {
    let mut scenario = one_queue(4, 60.0);
    let mut second = scenario.streams[0].clone();
    second.contact_type = ContactTypeId(1);
    second.handle_time = ByTime::always(Distribution::Lognormal { mean_s: 200.0, cv: 1.2 });
    second.patience = ByTime::always(Distribution::Weibull { shape: 0.7, scale_s: 90.0 });
    second.balk = 0.1;
    second.redial = Some(Redial { chance: 0.6, delay: Distribution::Exponential { mean_s: 400.0 }, limit: 3 });
    second.first_contact_resolution = 0.8;
    second.bot = Some(StreamBot {
        meets: 0.9,
        containment: ByTime { pieces: vec![(0, 0.4), (43_200, 0.6)] },
        falsely_contained: 0.2,
        leaves: 0.1,
        handle_time: exponential(75.0),
        escalated_handle_time_factor: 1.1,
    });
    scenario.contact_types.push(ContactType { name: "complaint".into(), title: Title::default() });
    scenario.streams.push(second);
    scenario.bot = Some(Bot {
        sessions,
        when_full,
        outage: Some(BotOutage { chance_per_day: 0.3, lasts_s: 7200.0 }),
        cost: BotCost::default(),
    });
    scenario.agent_groups = vec![group("regular", &[0, 1], 4)];
    scenario.agent_groups[0].absence = 0.1;
    scenario.agent_groups[0].learning = vec![1.3, 1.1, 1.0];
    scenario.demand.season_cv = 0.1;
    scenario.demand.busyness.cv = 0.2;
    scenario.demand.busyness.autocorrelation = 0.5;
    scenario.demand.interval_cv = 0.1;
    scenario.satisfaction = Some(Satisfaction {
        by_wait: vec![(0.0, 0.95), (60.0, 0.8), (300.0, 0.4)],
        unresolved_factor: 0.5,
        bot_resolved: 0.85,
        bot_unresolved: 0.3,
        not_served: 0.1,
    });
    scenario
}

#[test]
fn with_everything_a_single_queue_may_have() {
    let scenario = with_a_bot(Some(3), WhenBotIsFull::Blocked);
    let tally = assert_engines_agree(&scenario, &restless_plan(&scenario), 8);
    let total = tally.sum_channel(&scenario, 0..scenario.intervals(), None);
    for (name, count) in [
        ("redials", total.redials),
        ("repeats", total.repeats),
        ("contained", total.contained),
        ("escalated", total.escalated),
        ("left", total.bot_left),
        ("refused", total.bot_refused),
    ] {
        assert!(count > 0, "no {name}");
    }
    assert_eq!(total.bot_handled, total.contained + total.escalated + total.bot_left);
}

#[test]
fn with_contacts_that_pass_the_bot_ahead_of_their_turn() {
    // a bot without limit, one that never fills, one that fills now and then, one that is often full
    for sessions in [None, Some(200), Some(9), Some(2)] {
        let mut scenario = with_a_bot(sessions, WhenBotIsFull::People);
        let tally = assert_engines_agree(&scenario, &restless_plan(&scenario), 4);
        let total = tally.sum_channel(&scenario, 0..scenario.intervals(), None);
        assert!(total.bot_handled > total.escalated && total.escalated > 1_000, "{total:?}");
        // and where two groups of different skills leave the work to the general engine
        scenario.agent_groups.push(group("second", &[1], 4));
        scenario.agent_groups[1].skills[0].after_s = 20.0;
        let mut plan = restless_plan(&scenario);
        plan.required.push(vec![3; scenario.intervals()]);
        let season = Season::new(&scenario);
        assert!(!season.is_all_single_queues());
        assert_choices_agree(&season, &plan, 4);
    }
}

#[test]
fn with_deferred_work_over_nights() {
    let mut scenario = one_queue(3, 20.0);
    scenario.channels[0].kind = ChannelKind::Deferred;
    scenario.streams[0].patience = ByTime::always(Distribution::Never);
    let required =
        (0..scenario.intervals()).map(|interval| if (18..36).contains(&(interval % 48)) { 5 } else { 0 }).collect();
    let tally = assert_engines_agree(&scenario, &StaffingPlan::without_roster(vec![required]), 4);
    let total = tally.sum_channel(&scenario, 0..scenario.intervals(), None);
    assert_eq!(total.abandoned, 0);
    assert!(total.waiting_at_end > 0, "the last evening's work is left over");
    assert_eq!(total.fresh, total.answered + total.waiting_at_end);
}

#[test]
fn with_chats_one_at_a_time_beside_calls() {
    let mut scenario = one_queue(3, 60.0);
    scenario.channels.push(channel("chat", ChannelKind::Chat));
    scenario.service_floor.push(None);
    let mut chat = scenario.streams[0].clone();
    chat.channel = ChannelId(1);
    scenario.streams.push(chat);
    scenario.agent_groups = vec![group("regular", &[0, 1], 3)];
    assert_engines_agree(&scenario, &restless_plan(&scenario), 5);
}
