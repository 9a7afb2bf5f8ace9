//! Agent groups.

use super::{StreamId, Title};

/// Index of an agent group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct GroupId(pub usize);

/// Streams that a group takes at one priority.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Skill {
    /// What it takes.
    pub streams: Vec<StreamId>,
    /// 0 is served first.
    pub priority: u32,
    /// Only after a contact has waited this long, seconds (overflow); 0 = at once.
    pub after_s: f64,
}

/// Basic pay.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wage {
    /// A month of full-time hours.
    Month(f64),
    /// A paid hour.
    Hour(f64),
}

/// Taking people on for the season.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Hiring {
    /// Cost of recruiting one person.
    pub cost: f64,
    /// Paid training before the first contact, hours.
    pub training_hours: f64,
}

/// A group of agents with the same skills and terms.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct AgentGroup {
    /// Its name.
    pub name: String,
    /// Title to show.
    pub title: Title,
    /// What it takes.
    pub skills: Vec<Skill>,
    /// Fewest people employed.
    pub heads_min: u32,
    /// Most people employed, if limited. At any instant at most `heads_max * (1 - shrinkage)` are on duty.
    pub heads_max: Option<u32>,
    /// Pay.
    pub wage: Wage,
    /// Share of paid time not available for contacts.
    pub shrinkage: f64,
    /// Chance that a scheduled agent is away for the day.
    pub absence: f64,
    /// First and last day of the season on which the group works (inclusive).
    pub available_days: (usize, usize),
    /// Hiring, for seasonal groups.
    pub hiring: Option<Hiring>,
    /// Share of the people who leave in a month.
    pub attrition_month: f64,
    /// Factor on handle times by day on the job, counted from the first day of availability; the last value holds on. Never empty.
    pub learning: Vec<f64>,
    /// Factor on handle times at all times.
    pub handle_time_factor: f64,
    /// The group's own first-contact resolution instead of the stream's.
    pub first_contact_resolution: Option<f64>,
}

impl AgentGroup {
    /// Whether the group works on a day.
    pub fn works_on(&self, day: usize) -> bool {
        self.available_days.0 <= day && day <= self.available_days.1
    }

    /// Factor on handle times on a day of the season.
    pub fn handle_factor_on(&self, day: usize) -> f64 {
        let days_on_the_job = day.saturating_sub(self.available_days.0).min(self.learning.len() - 1);
        self.handle_time_factor * self.learning[days_on_the_job]
    }

    /// Paid hours for an hour's work of an agent of factor 1: shrinkage, absence and the mean handle-time factor of the days of
    /// availability counted.
    pub fn cost_of_presence(&self) -> f64 {
        let (first, last) = self.available_days;
        // the last factor of the learning curve holds on
        let last = last.min(first.saturating_add(self.learning.len() - 1)).max(first);
        let days = (last - first + 1) as f64;
        let factor = (first..=last).map(|day| self.handle_factor_on(day)).sum::<f64>() / days;
        factor / ((1.0 - self.shrinkage) * (1.0 - self.absence))
    }

    /// Pay for an hour at the basic rate.
    pub fn hourly_wage(&self, hours_month: f64) -> f64 {
        match self.wage {
            Wage::Month(amount) => amount / hours_month,
            Wage::Hour(amount) => amount,
        }
    }

    /// Most agents who can be on duty at once.
    pub fn most_on_duty(&self) -> Option<f64> {
        self.heads_max.map(|heads| f64::from(heads) * (1.0 - self.shrinkage))
    }
}
