//! Random scenarios of all kinds, and plans that jump, for property tests.

use crate::season::{head, scenario};
use peakdesk::scenario::model::{Scenario, StaffingPlan};
use proptest::prelude::*;
use proptest::sample::select;

/// What a random channel is.
#[derive(Debug, Clone)]
pub struct ChannelChoice {
    kind: &'static str,
    open: &'static str,
    within: &'static str,
    lines: Option<u32>,
    chats: usize,
}

/// What a random contact type is.
#[derive(Debug, Clone)]
pub struct TypeChoice {
    per_hour: f64,
    handle_time: &'static str,
    patience: &'static str,
    balk: f64,
    redial: Option<(f64, &'static str, u32)>,
    resolution: f64,
    repeat_delay: &'static str,
    bot: Option<(f64, f64, f64)>,
}

/// One skill of a random group: on which channel, which contact types (bits), priority, after how many seconds.
type SkillChoice = (usize, u32, u32, u32);

/// What a random group is.
#[derive(Debug, Clone)]
pub struct GroupChoice {
    skills: Vec<SkillChoice>,
    absence: f64,
    factor: f64,
    is_learning: bool,
    levels: Vec<u32>,
}

/// What a random bot is.
#[derive(Debug, Clone)]
pub struct BotChoice {
    sessions: Option<u32>,
    when_full: &'static str,
    outage_chance: f64,
}

/// A random season with its plan.
#[derive(Debug, Clone)]
pub struct SeasonChoice {
    days: usize,
    channels: Vec<ChannelChoice>,
    types: Vec<TypeChoice>,
    groups: Vec<GroupChoice>,
    bot: BotChoice,
    variation: [f64; 3],
    is_surging: bool,
    has_satisfaction: bool,
}

fn channel() -> impl Strategy<Value = ChannelChoice> {
    (
        select(vec!["voice", "voice", "chat", "chat", "deferred"]),
        select(vec!["00:00-24:00", "08:00-22:00", "09:00-12:00"]),
        select(vec!["0s", "5s", "20s", "10m"]),
        proptest::option::weighted(0.3, 1..20_u32),
        1..4_usize,
    )
        .prop_map(|(kind, open, within, lines, chats)| ChannelChoice { kind, open, within, lines, chats })
}

fn contact_type() -> impl Strategy<Value = TypeChoice> {
    let handle_times = vec![
        "\"200s\"",
        "{ value = \"60s\" }",
        "{ distribution = \"gamma\", mean = \"300s\", cv = 0.5, talk = 0.8 }",
        "{ branches = [{ probability = 0.9, mean = \"1s\" }, { probability = 0.1, mean = \"40m\" }], talk = 0.5 }",
        "{ mean = \"100s\", cv = 1.2, by_time = [{ from = \"00:00\" }, { from = \"12:00\", mean = \"180s\" }] }",
    ];
    let patience = vec![
        "\"100s\"",
        "{ value = \"60s\" }",
        "{ shape = 0.7, scale = \"90s\" }",
        "{ distribution = \"never\" }",
        "{ values = [\"0s\", \"1s\", \"10s\", \"300s\"] }",
    ];
    (
        select(vec![0.5, 6.0, 30.0, 90.0]),
        select(handle_times),
        select(patience),
        select(vec![0.0, 0.0, 0.2, 1.0]),
        proptest::option::of((select(vec![0.3, 0.9, 1.0]), select(vec!["0.001s", "30s", "15m"]), 0..4_u32)),
        select(vec![1.0, 0.7, 0.0]),
        select(vec!["30m", "20h"]),
        proptest::option::of((select(vec![0.0, 0.4, 0.9]), select(vec![0.0, 0.1]), select(vec![0.0, 0.3]))),
    )
        .prop_map(|(per_hour, handle_time, patience, balk, redial, resolution, repeat_delay, bot)| TypeChoice {
            per_hour,
            handle_time,
            patience,
            balk,
            redial,
            resolution,
            repeat_delay,
            bot,
        })
}

fn group() -> impl Strategy<Value = GroupChoice> {
    (
        proptest::collection::vec((0..3_usize, 1..8_u32, 0..3_u32, select(vec![0, 0, 0, 30, 300])), 0..3),
        select(vec![0.0, 0.0, 0.15]),
        select(vec![1.0, 1.0, 1.3]),
        any::<bool>(),
        proptest::collection::vec(select(vec![0, 1, 1, 2, 3, 4, 6, 9, 15]), 1..9),
    )
        .prop_map(|(skills, absence, factor, is_learning, levels)| GroupChoice {
            skills,
            absence,
            factor,
            is_learning,
            levels,
        })
}

/// Random seasons of one or two days.
pub fn seasons() -> impl Strategy<Value = SeasonChoice> {
    let bot = (proptest::option::of(1..6_u32), select(vec!["people", "blocked"]), select(vec![0.0, 0.9]))
        .prop_map(|(sessions, when_full, outage_chance)| BotChoice { sessions, when_full, outage_chance });
    (
        1..3_usize,
        proptest::collection::vec(channel(), 1..4),
        proptest::collection::vec(contact_type(), 1..4),
        proptest::collection::vec(group(), 1..4),
        bot,
        [select(vec![0.0, 0.1]), select(vec![0.0, 0.3]), select(vec![0.0, 0.2])],
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(days, channels, types, groups, bot, variation, is_surging, has_satisfaction)| SeasonChoice {
            days,
            channels,
            types,
            groups,
            bot,
            variation,
            is_surging,
            has_satisfaction,
        })
}

/// Shares of a contact type by number of channels.
const SHARES: [&[f64]; 3] = [&[1.0], &[0.25, 0.75], &[0.25, 0.25, 0.5]];

impl SeasonChoice {
    /// The scenario.
    pub fn scenario(&self) -> Scenario {
        let mut text = head(self.days, "30m");
        let [season, busyness, interval] = self.variation;
        text += &format!(
            "[demand]\nseason_cv = {season:?}\ninterval_cv = {interval:?}\nbusyness = {{ cv = {busyness:?}, autocorrelation = 0.5 }}\n"
        );
        if self.is_surging {
            text += "[demand.surges.weather]\nchance_per_day = 0.5\nmultiplier = 2.0\n";
        }
        for (number, channel) in self.channels.iter().enumerate() {
            text += &channel.text(number);
        }
        for (number, contact_type) in self.types.iter().enumerate() {
            text += &contact_type.text(number, SHARES[self.channels.len() - 1]);
        }
        text += &self.bot.text(self.channels.len());
        for (number, group) in self.groups.iter().enumerate() {
            text += &group.text(number, self);
        }
        if self.has_satisfaction {
            text += "[satisfaction]\nby_wait = [{ wait = \"20s\", value = 0.95 }, { wait = \"5m\", value = 0.6 }]\nunresolved_factor = 0.5\nbot_resolved = 0.9\nbot_unresolved = 0.3\nnot_served = 0.1\n";
        }
        scenario(&text)
    }

    /// The plan: each group's levels over and over, an interval each.
    pub fn plan(&self, scenario: &Scenario) -> StaffingPlan {
        self.plan_from(scenario, |_| 0)
    }

    /// Like the plan, but each group's levels from so many places on.
    pub fn plan_from(&self, scenario: &Scenario, place: impl Fn(usize) -> usize) -> StaffingPlan {
        let of_group = |(number, group): (usize, &GroupChoice)| {
            let level = |interval| group.levels[(interval + place(number)) % group.levels.len()];
            (0..scenario.intervals()).map(level).collect()
        };
        StaffingPlan::without_roster(self.groups.iter().enumerate().map(of_group).collect())
    }
}

impl ChannelChoice {
    fn text(&self, number: usize) -> String {
        let ChannelChoice { kind, open, within, lines, chats } = self;
        let mut text = format!(
            "[channels.c{number}]\nkind = \"{kind}\"\nopen = \"{open}\"\nservice_level = {{ target = 0.8, within = \"{within}\" }}\n"
        );
        if let Some(lines) = lines {
            text += &format!("lines = {lines}\n");
        }
        if *kind == "chat" {
            text += &format!("concurrency = {{ limit = {chats}, slowdown = {:?} }}\n", &[1.0, 1.25, 1.7][..*chats]);
        }
        text
    }
}

impl TypeChoice {
    fn text(&self, number: usize, shares: &[f64]) -> String {
        let shares: Vec<String> =
            shares.iter().enumerate().map(|(channel, share)| format!("c{channel} = {share}")).collect();
        let mut text = format!(
            "[contact_types.t{number}]\nper_hour = {:?}\nchannels = {{ {} }}\nhandle_time = {}\npatience = {}\nbalk = {:?}\n\
             first_contact_resolution = {:?}\nrepeat_delay = \"{}\"\n",
            self.per_hour,
            shares.join(", "),
            self.handle_time,
            self.patience,
            self.balk,
            self.resolution,
            self.repeat_delay
        );
        if let Some((chance, delay, limit)) = self.redial {
            text += &format!("redial = {{ chance = {chance:?}, delay = \"{delay}\", limit = {limit} }}\n");
        }
        if let Some((containment, leaves, falsely)) = self.bot {
            text += &format!(
                "bot = {{ containment = {containment:?}, leaves = {leaves:?}, falsely_contained = {falsely:?}, \
                 handle_time = \"90s\", escalated_handle_time_factor = 1.1 }}\n"
            );
        }
        text
    }
}

impl BotChoice {
    fn text(&self, channels: usize) -> String {
        // the second channel has no bot
        let shares: Vec<String> =
            (0..channels).filter(|channel| *channel != 1).map(|channel| format!("c{channel} = 0.9")).collect();
        let mut text = format!("[bot]\nchannels = {{ {} }}\nwhen_full = \"{}\"\n", shares.join(", "), self.when_full);
        if let Some(sessions) = self.sessions {
            text += &format!("sessions = {sessions}\n");
        }
        if self.outage_chance > 0.0 {
            text += &format!("outage = {{ chance_per_day = {:?}, lasts = \"3h\" }}\n", self.outage_chance);
        }
        text
    }
}

impl GroupChoice {
    /// Its own skills, and after them the channels that fall to it so that nobody waits for ever.
    fn text(&self, number: usize, season: &SeasonChoice) -> String {
        let mut untaken: Vec<u32> = vec![(1 << season.types.len()) - 1; season.channels.len()];
        let mut skills = Vec::new();
        let mut take = |channel: usize, types: u32, priority: u32, after: u32| {
            let Some(left) = untaken.get_mut(channel) else { return };
            let types = types & *left;
            *left &= !types;
            if types != 0 {
                let names: Vec<String> =
                    (0..season.types.len()).filter(|at| types >> at & 1 == 1).map(|at| format!("\"t{at}\"")).collect();
                skills.push(format!(
                    "{{ channel = \"c{channel}\", contact_types = [{}], priority = {priority}, after = \"{after}s\" }}",
                    names.join(", ")
                ));
            }
        };
        self.skills.iter().for_each(|(channel, types, priority, after)| take(*channel, *types, *priority, *after));
        for channel in 0..season.channels.len() {
            if channel % season.groups.len() == number || skills_missing(number, season) {
                take(channel, u32::MAX, 1, 0);
            }
        }
        let learning = if self.is_learning { "learning = [1.5, 1.2]\n" } else { "" };
        format!(
            "[agent_groups.g{number}]\nskills = [{}]\nabsence = {:?}\nhandle_time_factor = {:?}\n{learning}",
            skills.join(", "),
            self.absence,
            self.factor
        )
    }
}

/// A group to which no channel falls, and which may have no skill of its own, takes them all.
fn skills_missing(number: usize, season: &SeasonChoice) -> bool {
    number >= season.channels.len()
}
