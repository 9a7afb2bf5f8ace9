//! Small scenarios told in the scenario language, and plans for them.

use peakdesk::scenario::model::{Scenario, StaffingPlan, StreamId};
use peakdesk::scenario::reading::scenario_from_toml;

/// Half of a [`OneQueue`]'s contacts: those whose answers are counted with the case's threshold.
pub const TIMED: usize = 0;
/// The other half: those whose answers are counted with a threshold of zero, which tells who had to wait.
pub const DELAYED: usize = 1;

/// Reads a scenario that must be good.
pub fn scenario(text: &str) -> Scenario {
    scenario_from_toml(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// The head of every scenario: 24 hours, no holidays.
pub fn head(days: usize, interval: &str) -> String {
    format!("format = 1\n[calendar]\nfirst_day = 2025-03-03\ndays = {days}\ninterval = \"{interval}\"\n")
}

/// One first-come-first-served queue in front of one group.
///
/// Contacts come on two channels, half on each, that differ in the threshold alone ([`TIMED`] and [`DELAYED`]); the group
/// takes both at one priority, so that they are one Poisson process in one queue.
pub struct OneQueue<'a> {
    /// Fresh contacts an hour; or lines of `[contact_types.calls]` that say how many come.
    pub demand: Demand<'a>,
    /// Handle time, a TOML value.
    pub handle_time: &'a str,
    /// Patience, a TOML value; empty = endless.
    pub patience: &'a str,
    /// Threshold of the timed half, seconds.
    pub within_s: f64,
    /// Days of the season.
    pub days: usize,
    /// Interval.
    pub interval: &'a str,
    /// Hours in which contacts may come.
    pub open: &'a str,
    /// More lines of `[contact_types.calls]`.
    pub contact_type: &'a str,
    /// More lines of `[agent_groups.agents]`.
    pub group: &'a str,
    /// More tables.
    pub more: &'a str,
}

/// How many contacts come.
pub enum Demand<'a> {
    /// So many an hour.
    PerHour(f64),
    /// So many a day, spread by these weights of intervals.
    Spread(f64, &'a [f64]),
}

impl Default for OneQueue<'_> {
    fn default() -> Self {
        OneQueue {
            demand: Demand::PerHour(0.0),
            handle_time: "",
            patience: "",
            within_s: 20.0,
            days: 1,
            interval: "60m",
            open: "00:00-24:00",
            contact_type: "",
            group: "",
            more: "",
        }
    }
}

impl OneQueue<'_> {
    /// The scenario.
    pub fn scenario(&self) -> Scenario {
        let mut text = head(self.days, self.interval);
        let (demand, intraday) = match self.demand {
            Demand::PerHour(rate) => (format!("per_hour = {rate:?}"), String::new()),
            Demand::Spread(a_day, weights) => {
                text += "[demand]\nparcels = { ordinary = 1000 }\n";
                (format!("contacts_per_1000_parcels = {a_day:?}"), format!("intraday = {weights:?}\n"))
            }
        };
        for (name, within_s) in [("timed", self.within_s), ("delayed", 0.0)] {
            text += &format!(
                "[channels.{name}]\nkind = \"voice\"\nopen = \"{}\"\n{intraday}service_level = {{ target = 0.8, within = \"{within_s}s\" }}\n",
                self.open
            );
        }
        text += &format!(
            "[contact_types.calls]\n{demand}\nchannels = {{ timed = 0.5, delayed = 0.5 }}\nhandle_time = {}\n{}\n",
            self.handle_time, self.contact_type
        );
        if !self.patience.is_empty() {
            text += &format!("patience = {}\n", self.patience);
        }
        let skills = "skills = [{ channel = \"timed\", priority = 0 }, { channel = \"delayed\", priority = 0 }]";
        text += &format!("[agent_groups.agents]\n{skills}\n{}\n{}\n", self.group, self.more);
        let scenario = scenario(&text);
        assert_eq!(scenario.streams.len(), 2);
        assert_eq!(scenario.channels[scenario.streams[DELAYED].channel.0].service.within_s, 0.0);
        scenario
    }
}

/// The stream of a contact type on a channel, by their names.
pub fn stream(scenario: &Scenario, contact_type: &str, channel: &str) -> StreamId {
    let is_wanted = |id: &StreamId| {
        let stream = &scenario.streams[id.0];
        scenario.contact_types[stream.contact_type.0].name == contact_type
            && scenario.channels[stream.channel.0].name == channel
    };
    (0..scenario.streams.len()).map(StreamId).find(is_wanted).expect("the scenario has this stream")
}

/// The same numbers of agents by group in every interval.
pub fn flat_plan(scenario: &Scenario, agents: &[u32]) -> StaffingPlan {
    assert_eq!(agents.len(), scenario.agent_groups.len());
    StaffingPlan::without_roster(agents.iter().map(|agents| vec![*agents; scenario.intervals()]).collect())
}

/// An exponential law with a mean in seconds, as a TOML value.
pub fn exponential(mean_s: f64) -> String {
    format!("{{ distribution = \"exponential\", mean = \"{mean_s}s\" }}")
}
