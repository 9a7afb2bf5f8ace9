//! The fast engine and the general one tell the same story of every contact, and count the same.

use super::fixture::{channel, exponential, flat_plan, group, one_queue};
use crate::engine::*;
use crate::scenario::model::*;

fn assert_engines_agree(scenario: &Scenario, plan: &StaffingPlan, replications: u64) -> Tally {
    let season = Season::new(scenario);
    assert!(season.is_all_single_queues());
    let mut workspace = Workspace::default();
    let mut last = Tally::new(scenario);
    for number in 0..replications {
        let id = ReplicationId { seed: 77, number };
        let (mut fast, mut general) = (Tally::new(scenario), Tally::new(scenario));
        let (mut seen_fast, mut seen_general) = (Vec::new(), Vec::new());
        simulate_with(&season, plan, id, EngineChoice::Automatic, &mut workspace, &mut fast, &mut seen_fast);
        simulate_with(&season, plan, id, EngineChoice::General, &mut workspace, &mut general, &mut seen_general);
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
fn with_everything_a_single_queue_may_have() {
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
        sessions: Some(3),
        when_full: WhenBotIsFull::Blocked,
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
