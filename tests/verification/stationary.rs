//! Queues in a steady state: the measures that all cases share, and how long to run.
//!
//! A season starts empty, so its beginning is left out; its end too, since who waits then is no longer joined by others.

use crate::season::{DELAYED, Demand, OneQueue, TIMED, flat_plan};
use crate::trial::{Measure, Observed, Trial};

/// Season, window and replications of a steady case.
pub struct Length {
    /// Days of the season.
    pub days: usize,
    /// Hours in which contacts come on each day.
    pub open: &'static str,
    /// Intervals (of an hour) to measure in.
    pub window: Vec<usize>,
    /// Replications.
    pub replications: u64,
}

impl Length {
    /// About `contacts` in all at a rate an hour. Two days warm up; at high rates, where a day is long, six hours do.
    pub fn of(per_hour: f64, contacts: f64) -> Self {
        if per_hour >= 20_000.0 {
            let replications = (contacts / (per_hour * 8.0)).ceil() as u64;
            return Length { days: 1, open: "00:00-08:00", window: (5..8).collect(), replications };
        }
        if per_hour >= 2_000.0 {
            let replications = (contacts / (per_hour * 24.0)).ceil() as u64;
            return Length { days: 1, open: "00:00-24:00", window: (6..23).collect(), replications };
        }
        let days = (100_000.0 / (24.0 * per_hour)).clamp(10.0, 398.0) as usize + 2;
        let replications = (contacts / (per_hour * 24.0 * days as f64)).ceil() as u64;
        let window = (48..days * 24 - 6).collect();
        Length { days, open: "00:00-24:00", window, replications }
    }
}

/// A steady single queue.
pub struct Steady<'a> {
    /// Name of the case.
    pub name: &'a str,
    /// Fresh contacts an hour.
    pub per_hour: f64,
    /// Handle time, a TOML value.
    pub handle_time: String,
    /// Patience, a TOML value; empty = endless.
    pub patience: String,
    /// Agents.
    pub agents: u32,
    /// Threshold in seconds.
    pub within_s: f64,
    /// More lines of the contact type.
    pub contact_type: &'a str,
    /// More lines of the group.
    pub group: &'a str,
    /// More tables.
    pub more: &'a str,
    /// Contacts to simulate.
    pub contacts: f64,
}

impl Default for Steady<'_> {
    fn default() -> Self {
        Steady {
            name: "",
            per_hour: 0.0,
            handle_time: String::new(),
            patience: String::new(),
            agents: 0,
            within_s: 20.0,
            contact_type: "",
            group: "",
            more: "",
            contacts: 1e7,
        }
    }
}

impl Steady<'_> {
    /// The trial with what is known.
    pub fn trial(&self, measures: Vec<Measure>) -> Trial {
        let length = Length::of(self.per_hour, self.contacts);
        let scenario = OneQueue {
            demand: Demand::PerHour(self.per_hour),
            handle_time: &self.handle_time,
            patience: &self.patience,
            within_s: self.within_s,
            days: length.days,
            open: length.open,
            contact_type: self.contact_type,
            group: self.group,
            more: self.more,
            ..OneQueue::default()
        }
        .scenario();
        Trial {
            name: self.name.to_owned(),
            plan: flat_plan(&scenario, &[self.agents]),
            scenario,
            replications: length.replications,
            windows: vec![length.window],
            measures,
            watches: false,
        }
    }
}

/// Share of those who reached people that were not answered at once.
pub fn delayed(exact: f64) -> Measure {
    Measure::new("delayed", exact, |observed| {
        let cell = &observed.cells[DELAYED];
        (cell.offered_to_people() - cell.answered_within, cell.offered_to_people())
    })
}

/// Share of those who reached people that gave up.
pub fn abandoned(exact: f64) -> Measure {
    Measure::new("abandoned", exact, |observed| {
        let all = observed.all();
        (all.abandoned, all.offered_to_people())
    })
}

/// Share of those who reached people that were answered within the threshold.
pub fn within(exact: f64) -> Measure {
    Measure::new("answered within T", exact, |observed| {
        let cell = &observed.cells[TIMED];
        (cell.answered_within, cell.offered_to_people())
    })
}

/// Mean wait of all who reached people, seconds.
pub fn mean_wait(exact: f64) -> Measure {
    Measure::new("mean wait, s", exact, |observed| {
        let all = observed.all();
        (all.wait_answered + all.wait_abandoned, all.offered_to_people())
    })
    .in_seconds()
}

/// Mean wait of the answered, seconds.
pub fn mean_wait_answered(exact: f64) -> Measure {
    Measure::new("mean wait of answered, s", exact, |observed| {
        let all = observed.all();
        (all.wait_answered, all.answered)
    })
    .in_seconds()
}

/// Busy over available time of a group.
pub fn occupancy(group: usize, exact: f64) -> Measure {
    let name = if group == 0 { "occupancy".to_owned() } else { format!("occupancy of group {}", group + 1) };
    Measure::new(name, exact, move |observed| (observed.groups[group].busy, observed.groups[group].available))
}

/// A count a replication.
pub fn count_of(name: impl Into<String>, exact: f64, count: fn(&Observed) -> u64) -> Measure {
    Measure::new(name, exact, move |observed| (count(observed), 1))
}
