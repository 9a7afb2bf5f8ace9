//! The scenarios that are measured.

use peakdesk::scenario::model::{Scenario, StaffingPlan};
use peakdesk::scenario::reading::scenario_from_toml;
use std::fmt::Write as _;

/// Contacts by hour of a day like the busiest: 50,000 in all.
pub const PER_HOUR: [f64; 24] = [
    400.0, 250.0, 150.0, 150.0, 200.0, 400.0, 900.0, 1800.0, 3100.0, 4100.0, 4300.0, 4000.0, 3500.0, 3300.0, 3200.0,
    3100.0, 2900.0, 2600.0, 2300.0, 1900.0, 1700.0, 1500.0, 1200.0, 700.0,
];

const PHONE: &str =
    "[channels.phone]\nkind = \"voice\"\nopen = \"00:00-24:00\"\nservice_level = { target = 0.8, within = \"20s\" }\n";
const CHAT: &str = "[channels.chat]\nkind = \"chat\"\nopen = \"00:00-24:00\"\nservice_level = { target = 0.8, within = \"30s\" }\n\
                    concurrency = { limit = 3, slowdown = [1.0, 1.25, 1.5] }\n";
const LAWS: &str = "handle_time = { mean = \"300s\", cv = 1.0 }\npatience = { mean = \"120s\" }\n";

fn read(text: &str) -> Scenario {
    scenario_from_toml(text).expect("the bench's scenario reads")
}

fn heading(days: usize) -> String {
    format!("format = 1\nname = \"bench\"\n[calendar]\nfirst_day = 2025-11-10\ndays = {days}\ninterval = \"30m\"\n")
}

const STAFFING: &str = "[staffing]\nplan = \"service_level\"\nover = \"interval\"\n";

/// One queue of the busiest day's pattern, so many times its contacts.
pub fn one_queue(days: usize, scale: f64) -> Scenario {
    let per_hour: Vec<f64> = PER_HOUR.iter().map(|contacts| contacts * scale).collect();
    read(&format!(
        "{}{PHONE}[contact_types.tracking]\nper_hour = {per_hour:?}\nchannels = {{ phone = 1.0 }}\n{LAWS}\
         [agent_groups.agents]\nskills = [\"phone\"]\nwage = {{ hour = 25 }}\n{STAFFING}",
        heading(days)
    ))
}

/// One queue with a bot in front, of which nearly half escalate.
pub fn one_queue_behind_a_bot() -> Scenario {
    read(&format!(
        "{}{PHONE}[bot]\nchannels = {{ phone = 1.0 }}\n[contact_types.tracking]\nper_hour = {PER_HOUR:?}\n\
         channels = {{ phone = 1.0 }}\n{LAWS}bot = {{ containment = 0.5, handle_time = \"75s\", leaves = 0.03 }}\n\
         [agent_groups.agents]\nskills = [\"phone\"]\nwage = {{ hour = 25 }}\n{STAFFING}",
        heading(1)
    ))
}

/// One queue at the same rate all day, of contacts of several types.
pub fn flat_queue(days: usize, per_hour: f64, contact_types: usize) -> Scenario {
    let mut text = heading(days) + PHONE;
    for contact_type in 0..contact_types {
        let each = per_hour / contact_types as f64;
        write!(text, "[contact_types.t{contact_type}]\nper_hour = {each:?}\nchannels = {{ phone = 1.0 }}\n{LAWS}")
            .expect("a string takes all");
    }
    read(&(text + "[agent_groups.agents]\nskills = [\"phone\"]\nwage = { hour = 25 }\n" + STAFFING))
}

/// Chats of three at once, one group.
pub fn chats() -> Scenario {
    read(&format!(
        "{}{CHAT}[contact_types.question]\nper_hour = 2000\nchannels = {{ chat = 1.0 }}\n{LAWS}\
         [agent_groups.chatters]\nskills = [\"chat\"]\nwage = {{ hour = 25 }}\n{STAFFING}",
        heading(1)
    ))
}

/// Three contact types, four groups that overlap, chat of three at once.
pub fn three_types_four_groups() -> Scenario {
    let mut text = heading(1) + PHONE + CHAT;
    for (name, per_hour, channel) in
        [("tracking", 800, "phone"), ("complaint", 700, "phone"), ("question", 600, "chat")]
    {
        write!(text, "[contact_types.{name}]\nper_hour = {per_hour}\nchannels = {{ {channel} = 1.0 }}\n{LAWS}")
            .expect("a string takes all");
    }
    for (name, skills) in [
        ("trackers", "{ channel = \"phone\", contact_types = [\"tracking\"] }"),
        ("both", "\"phone\""),
        ("complaints", "{ channel = \"phone\", contact_types = [\"complaint\"] }"),
        ("chatters", "\"chat\""),
    ] {
        write!(text, "[agent_groups.{name}]\nskills = [{skills}]\nwage = {{ hour = 25 }}\n")
            .expect("a string takes all");
    }
    read(&(text + STAFFING))
}

/// Calls of several types, 2,000 an hour in all, and groups that each take some of the types.
pub fn calls_by_skill(contact_types: usize, groups: usize, takes: impl Fn(usize) -> Vec<usize>) -> Scenario {
    let mut text = heading(1) + PHONE;
    for contact_type in 0..contact_types {
        let each = 2_000.0 / contact_types as f64;
        write!(text, "[contact_types.t{contact_type}]\nper_hour = {each:?}\nchannels = {{ phone = 1.0 }}\n{LAWS}")
            .expect("a string takes all");
    }
    for group in 0..groups {
        let taken: Vec<String> = takes(group).iter().map(|contact_type| format!("t{contact_type}")).collect();
        write!(
            text,
            "[agent_groups.g{group}]\nskills = [{{ channel = \"phone\", contact_types = {taken:?} }}]\nwage = {{ hour = 25 }}\n"
        )
        .expect("a string takes all");
    }
    read(&(text + STAFFING))
}

/// The same agents in every interval, by group.
pub fn flat_plan(scenario: &Scenario, agents: &[u32]) -> StaffingPlan {
    StaffingPlan::without_roster(agents.iter().map(|agents| vec![*agents; scenario.intervals()]).collect())
}

/// A plan with so many agents more wherever there are any.
pub fn more_agents(plan: &StaffingPlan, more: u32) -> StaffingPlan {
    let group = |agents: &Vec<u32>| agents.iter().map(|agents| agents + if *agents > 0 { more } else { 0 }).collect();
    StaffingPlan::without_roster(plan.required.iter().map(group).collect())
}

/// A plan with so many fifths of the agents: the fewer, the longer the queues, and the more give up and call again.
pub fn fifths(plan: &StaffingPlan, number: u32) -> StaffingPlan {
    let group = |agents: &Vec<u32>| agents.iter().map(|agents| (agents * number).div_ceil(5)).collect();
    StaffingPlan::without_roster(plan.required.iter().map(group).collect())
}
