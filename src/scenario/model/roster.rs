//! A roster: the shifts that are worked, and the people who work them.

use super::{Calendar, GroupId, Scenario};

/// A break of a laid shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct LaidBreak {
    /// Start, seconds after the start of the shift.
    pub after_s: u32,
    /// Length, seconds.
    pub length_s: u32,
}

/// A shift on a day, and how many agents work it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LaidShift {
    /// Start, seconds from midnight of the season's first day; negative on the eve.
    pub start_s: i64,
    /// From first to last minute, seconds.
    pub length_s: u32,
    /// Breaks, in order.
    pub breaks: Vec<LaidBreak>,
    /// Paid time, seconds.
    pub paid_s: u32,
    /// Agents who work it.
    pub agents: u32,
}

impl LaidShift {
    /// Day of the season on which it starts; -1 is the eve.
    pub fn day(&self) -> i64 {
        self.start_s.div_euclid(i64::from(super::DAY_S))
    }

    /// Second of its day at which it starts.
    pub fn second_of_day(&self) -> u32 {
        self.start_s.rem_euclid(i64::from(super::DAY_S)) as u32
    }

    /// Paid hours of all its agents.
    pub fn paid_hours(&self) -> f64 {
        f64::from(self.paid_s) / 3600.0 * f64::from(self.agents)
    }
}

/// The people of a group in a week of seven days from the season's first (the last week may be shorter).
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct RosterWeek {
    /// First day of the season that it covers.
    pub first_day: usize,
    /// Days of the season that it covers.
    pub days: usize,
    /// People employed.
    pub heads: u32,
    /// Of these, taken on for this week.
    pub hired: u32,
    /// People who left at its start.
    pub left: u32,
    /// Paid hours of shifts that start in it, overtime and rest days among them.
    pub paid_hours: f64,
    /// Of these, overtime on days of the rota.
    pub overtime_hours: f64,
    /// Of these, worked on rest days beyond the rota.
    pub rest_day_hours: f64,
}

/// One group's roster.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct GroupRoster {
    /// Shifts in order of start.
    pub shifts: Vec<LaidShift>,
    /// Agents in a shift and not on a break, by interval of the season.
    pub scheduled: Vec<u32>,
    /// Agents whose time is paid, by interval: those scheduled, and those on a paid break.
    pub paid: Vec<u32>,
    /// Agents on duty by interval, before absence: scheduled times one minus shrinkage. Fractions are carried from interval
    /// to interval, so that none are lost over a day.
    pub on_duty: Vec<u32>,
    /// The people, week by week.
    pub weeks: Vec<RosterWeek>,
    /// Factor on handle times by day, over people by when they were hired.
    pub handle_factor: Vec<f64>,
}

/// How shifts were laid.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct LayingReport {
    /// Integer programs solved, one for a group and day.
    pub programs: u32,
    /// Of these, stopped at the limit on work before the best was proved.
    pub stopped_early: u32,
    /// Cost of the shifts as the programs count it.
    pub cost: f64,
    /// Proved lower bound of that cost, day by day.
    pub bound: f64,
    /// Agent hours that shifts leave short of the requirement.
    pub short_hours: f64,
    /// Hours of agents required.
    pub required_hours: f64,
    /// Hours of agents on duty.
    pub on_duty_hours: f64,
}

impl LayingReport {
    /// Adds another group's.
    pub fn add(&mut self, other: &LayingReport) {
        self.programs += other.programs;
        self.stopped_early += other.stopped_early;
        self.cost += other.cost;
        self.bound += other.bound;
        self.short_hours += other.short_hours;
        self.required_hours += other.required_hours;
        self.on_duty_hours += other.on_duty_hours;
    }

    /// Share of the cost by which the best possible may be cheaper, day by day.
    pub fn gap(&self) -> f64 {
        if self.cost > 0.0 { ((self.cost - self.bound) / self.cost).max(0.0) } else { 0.0 }
    }
}

/// The roster of all groups.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Roster {
    /// By group.
    pub groups: Vec<GroupRoster>,
    /// How it was made.
    pub report: LayingReport,
}

impl Roster {
    /// Paid hours of a group over the season.
    pub fn paid_hours(&self, group: GroupId) -> f64 {
        self.groups[group.0].weeks.iter().map(|week| week.paid_hours).sum()
    }

    /// Most agents of all groups scheduled at once.
    pub fn peak_scheduled(&self, scenario: &Scenario) -> u32 {
        (0..scenario.intervals())
            .map(|interval| self.groups.iter().map(|group| group.scheduled[interval]).sum())
            .max()
            .unwrap_or(0)
    }
}

/// The weeks of a season: (first day, days), seven days each from the season's first.
pub fn roster_weeks(calendar: &Calendar) -> Vec<(usize, usize)> {
    let days = calendar.days();
    (0..days).step_by(7).map(|first| (first, 7.min(days - first))).collect()
}
