//! The season's days and intervals.

use jiff::civil::{Date, Weekday};

/// What labour law makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// An ordinary working day, also a weekend day worked in lieu.
    Workday,
    /// A weekend day, or a day off in lieu.
    RestDay,
    /// A statutory holiday, paid at three times the wage.
    StatutoryHoliday,
}

/// A calendar month, or the part of it that the season covers.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// Month of the year, 1 to 12.
    pub month: i8,
    /// First day of the season in this month.
    pub first_day: usize,
    /// Number of season days in this month.
    pub days: usize,
    /// Season days over days of the month, in (0, 1]: what a monthly fee or cost is multiplied by.
    pub share: f64,
}

/// `days` consecutive days cut into intervals. Time runs in seconds from midnight of the first day.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Calendar {
    /// The first day.
    pub first_day: Date,
    /// Length of an interval in seconds; divides a day.
    pub interval_s: u32,
    /// Kind of each day; its length is the number of days.
    pub day_kinds: Vec<DayKind>,
}

/// Seconds in a day.
pub const DAY_S: u32 = 86_400;

impl Calendar {
    /// Number of days.
    pub fn days(&self) -> usize {
        self.day_kinds.len()
    }

    /// Intervals in a day.
    pub fn intervals_per_day(&self) -> usize {
        (DAY_S / self.interval_s) as usize
    }

    /// Intervals in the season.
    pub fn intervals(&self) -> usize {
        self.days() * self.intervals_per_day()
    }

    /// The day that an interval lies in.
    pub fn day_of_interval(&self, interval: usize) -> usize {
        interval / self.intervals_per_day()
    }

    /// Second of the day at which an interval starts.
    pub fn second_of_day(&self, interval: usize) -> u32 {
        (interval % self.intervals_per_day()) as u32 * self.interval_s
    }

    /// Date of a day of the season.
    pub fn date(&self, day: usize) -> Date {
        self.first_day
            .checked_add(jiff::Span::new().days(day as i64))
            .expect("a season's dates were checked when it was read")
    }

    /// Weekday of a day of the season.
    pub fn weekday(&self, day: usize) -> Weekday {
        self.date(day).weekday()
    }

    /// Length of an interval in hours.
    pub fn interval_hours(&self) -> f64 {
        f64::from(self.interval_s) / 3600.0
    }

    /// The months that the season touches, in order.
    pub fn months(&self) -> Vec<Month> {
        let mut months: Vec<Month> = Vec::new();
        let mut first_day = 0;
        while first_day < self.days() {
            let date = self.date(first_day);
            let of_month = date.days_in_month();
            let days = usize::min((of_month - date.day()) as usize + 1, self.days() - first_day);
            let share = days as f64 / f64::from(of_month);
            months.push(Month { year: date.year(), month: date.month(), first_day, days, share });
            first_day += days;
        }
        months
    }

    /// The season's length in months, parts of months counted as shares.
    pub fn season_months(&self) -> f64 {
        self.months().iter().map(|month| month.share).sum()
    }
}
