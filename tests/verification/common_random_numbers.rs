//! What a change must leave as it was: arrivals and contacts under another plan, everything under another price.

use crate::season::{OneQueue, flat_plan, scenario};
use crate::trial::Seen;
use peakdesk::engine::{EngineChoice, Fate, ReplicationId, Season, Tally, Workspace, simulate_with};
use peakdesk::scenario::model::{Scenario, StaffingPlan, StreamId};
use std::collections::HashMap;

fn play(scenario: &Scenario, plan: &StaffingPlan, seed: u64) -> (Tally, Vec<Seen>) {
    let season = Season::new(scenario);
    let (mut tally, mut seen) = (Tally::new(scenario), Vec::new());
    let id = ReplicationId { seed, number: 0 };
    simulate_with(&season, plan, id, EngineChoice::Automatic, &mut Workspace::default(), &mut tally, &mut seen);
    (tally, seen)
}

fn fresh(tally: &Tally) -> Vec<u64> {
    (0..tally.intervals())
        .flat_map(|interval| (0..tally.streams()).map(move |stream| (interval, StreamId(stream))))
        .map(|(interval, stream)| tally.cell(interval, stream).fresh)
        .collect()
}

fn restless(price: f64, wage: f64) -> Scenario {
    scenario(&format!(
        "format = 1\n[calendar]\nfirst_day = 2025-11-10\ndays = 3\n\
         [demand]\nseason_cv = 0.1\ninterval_cv = 0.2\nbusyness = {{ cv = 0.2 }}\n\
         [channels.phone]\nkind = \"voice\"\nservice_level = {{ target = 0.8 }}\nlines = 40\n\
         [channels.chat]\nkind = \"chat\"\nservice_level = {{ target = 0.8 }}\nconcurrency = {{ limit = 2, slowdown = [1.0, 1.4] }}\n\
         [contact_types.tracking]\nper_hour = 120\nchannels = {{ phone = 0.6, chat = 0.4 }}\nhandle_time = \"180s\"\npatience = \"90s\"\n\
         redial = {{ chance = 0.5, delay = \"10m\", limit = 2 }}\nfirst_contact_resolution = 0.8\nrepeat_delay = \"3h\"\n\
         bot = {{ containment = 0.4, handle_time = \"60s\" }}\n\
         [bot]\nchannels = {{ chat = 0.9 }}\nsessions = 5\n\
         [agent_groups.phone]\nskills = [\"phone\"]\nwage = {{ hour = {wage:?} }}\nabsence = 0.1\n\
         [agent_groups.both]\nskills = [\"chat\", \"phone\"]\nwage = {{ hour = {wage:?} }}\n\
         [contracts.per-contact]\nfees = [{{ per_contact = {price:?} }}]\n"
    ))
}

#[test]
fn an_agent_more_leaves_fresh_arrivals_as_they_were() {
    let scenario = restless(2.5, 25.0);
    let (few, _) = play(&scenario, &flat_plan(&scenario, &[2, 4]), 7);
    let (more, _) = play(&scenario, &flat_plan(&scenario, &[3, 4]), 7);
    assert_eq!(fresh(&few), fresh(&more));
    assert_ne!(few, more);
    assert!(few.sum_channel(&scenario, 0..few.intervals(), None).redials > 0);
}

/// Contacts by key, with what they carried: handle time of the answered, instant of giving up of those who did.
fn by_key(seen: &[Seen]) -> HashMap<String, (Fate, u64)> {
    let carried = |(key, fate, start, end): &Seen| {
        (format!("{key:?}"), (*fate, if *fate == Fate::Answered { end - start } else { *end }))
    };
    seen.iter().map(carried).collect()
}

#[test]
fn an_agent_more_leaves_handle_times_and_patience_as_they_were() {
    let scenario = OneQueue {
        demand: crate::season::Demand::PerHour(200.0),
        handle_time: "\"300s\"",
        patience: "{ shape = 0.8, scale = \"120s\" }",
        days: 2,
        contact_type: "balk = 0.05",
        ..OneQueue::default()
    }
    .scenario();
    let few = by_key(&play(&scenario, &flat_plan(&scenario, &[14]), 7).1);
    let more = by_key(&play(&scenario, &flat_plan(&scenario, &[15]), 7).1);
    assert_eq!(few.len(), more.len());
    let (mut answered, mut abandoned, mut changed) = (0, 0, 0);
    for (key, (fate, carried)) in &few {
        let (other_fate, other_carried) = more[key];
        match (fate, other_fate) {
            (Fate::Answered, Fate::Answered) | (Fate::Abandoned, Fate::Abandoned) => {
                assert_eq!(*carried, other_carried);
                if other_fate == Fate::Answered { answered += 1 } else { abandoned += 1 }
            }
            _ => changed += 1,
        }
    }
    assert!(answered > 5_000 && abandoned > 200 && changed > 200, "{answered} {abandoned} {changed}");
}

#[test]
fn a_price_or_a_wage_leaves_the_tally_as_it_was() {
    let (cheap, dear) = (restless(2.5, 25.0), restless(9.0, 60.0));
    let plan = flat_plan(&cheap, &[3, 4]);
    let (one, other) = (play(&cheap, &plan, 7), play(&dear, &plan, 7));
    assert!(one == other);
    assert_eq!(format!("{:?}", one.0), format!("{:?}", other.0));
}

#[test]
fn another_seed_or_replication_differs() {
    let scenario = restless(2.5, 25.0);
    let plan = flat_plan(&scenario, &[3, 4]);
    assert_ne!(fresh(&play(&scenario, &plan, 7).0), fresh(&play(&scenario, &plan, 8).0));
    let season = Season::new(&scenario);
    let tally_of = |number| {
        let mut tally = Tally::new(&scenario);
        let id = ReplicationId { seed: 7, number };
        simulate_with(&season, &plan, id, EngineChoice::Automatic, &mut Workspace::default(), &mut tally, &mut ());
        tally
    };
    assert_ne!(fresh(&tally_of(0)), fresh(&tally_of(1)));
    assert!(tally_of(1) == tally_of(1));
}
