//! Chats beside each other. Exact: the chain of agents by number of chats, with a queue.

use crate::season::{exponential, flat_plan, head, scenario};
use crate::stationary::{Length, abandoned, mean_wait, occupancy};
use crate::trial::{Measure, Observed, Trial};

struct Known {
    abandoned: f64,
    within: f64,
    delayed: f64,
    mean_wait_s: f64,
    in_service: f64,
    mean_length_s: f64,
    occupancy: f64,
    full_servers: [f64; 2],
    quick_servers: [f64; 2],
}

/// Two trials that differ in the threshold: the case's, and zero.
fn chats(per_hour: f64, agents: u32, lengths_s: &[f64], known: &Known) -> [Trial; 2] {
    let alone_s = lengths_s[0];
    let slowdown: Vec<f64> = lengths_s.iter().map(|length| length / alone_s).collect();
    let limit = lengths_s.len();
    let trial = |name: String, within_s: u32, measures: Vec<Measure>| {
        let length = Length::of(per_hour, 6e6);
        let text = head(length.days, "60m")
            + &format!(
                "[channels.chat]\nkind = \"chat\"\nservice_level = {{ target = 0.8, within = \"{within_s}s\" }}\n\
                 concurrency = {{ limit = {limit}, slowdown = {slowdown:?} }}\n\
                 [contact_types.calls]\nper_hour = {per_hour:?}\nhandle_time = {}\npatience = {}\n\
                 [agent_groups.agents]\nskills = [\"chat\"]\n",
                exponential(alone_s),
                exponential(120.0)
            );
        let scenario = scenario(&text);
        Trial {
            name,
            plan: flat_plan(&scenario, &[agents]),
            scenario,
            replications: length.replications,
            windows: vec![length.window],
            measures,
            watches: false,
        }
    };
    let share_within = |name, exact: f64, count: fn(&Observed) -> u64| {
        Measure::new(name, exact, move |observed| (count(observed), observed.cells[0].fresh))
    };
    let agent_count = u64::from(agents);
    [
        trial(
            format!("chats, {agents} agents, up to {limit}"),
            20,
            vec![
                abandoned(known.abandoned)
                    .not("each slot an agent at the longest time", known.full_servers[0])
                    .not("each agent quick, one at a time", known.quick_servers[0]),
                share_within("answered within T", known.within, |observed| observed.cells[0].answered_within),
                mean_wait(known.mean_wait_s),
                Measure::new("chats in hand", known.in_service, move |observed| {
                    (observed.cells[0].handle, observed.groups[0].available / agent_count)
                }),
                Measure::new("mean length of a chat, s", known.mean_length_s, |observed| {
                    (observed.cells[0].handle, observed.cells[0].answered)
                })
                .in_seconds(),
                occupancy(0, known.occupancy),
            ],
        ),
        trial(
            format!("chats, {agents} agents, up to {limit}, threshold zero"),
            0,
            vec![
                share_within("delayed", known.delayed, |observed| {
                    observed.cells[0].fresh - observed.cells[0].answered_within
                })
                .not("each slot an agent at the longest time", known.full_servers[1])
                .not("each agent quick, one at a time", known.quick_servers[1]),
            ],
        ),
    ]
}

/// All cases.
pub fn trials() -> Vec<Trial> {
    let mut trials = Vec::from(chats(
        60.0,
        3,
        &[300.0, 420.0],
        &Known {
            abandoned: 0.25513551293148706,
            within: 0.54901277552228,
            delayed: 0.5078738352359259,
            mean_wait_s: 30.616261551778447,
            in_service: 4.927338096222698,
            mean_length_s: 396.9047939671324,
            occupancy: 0.9406868965608179,
            full_servers: [0.2720683613372426, 0.5415804351619358],
            quick_servers: [0.3094059698004627, 0.6159048370880802],
        },
    ));
    trials.extend(chats(
        150.0,
        6,
        &[240.0, 330.0, 450.0],
        &Known {
            abandoned: 0.11150309829234081,
            within: 0.7339819824315093,
            delayed: 0.34076605584467945,
            mean_wait_s: 13.3803717950809,
            in_service: 14.88684240521246,
            mean_length_s: 402.12207497675195,
            occupancy: 0.9880060565555366,
            full_servers: [0.14233571303501774, 0.43499400715859315],
            quick_servers: [0.18582956720971328, 0.5679161354902768],
        },
    ));
    trials
}
