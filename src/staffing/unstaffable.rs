//! Why shifts and people cannot carry a plan.

/// The constraint that binds, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadsBind {
    /// Shifts of one day: a person works one a day.
    ShiftsOfADay,
    /// Shifts of a week: a person works so many days.
    DaysOfAWeek,
    /// Hours of a week, with the overtime that a person may work.
    HoursOfAWeek,
}

/// No shifts, or not enough people, for a plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unstaffable {
    /// A time that no allowed shift reaches.
    #[error(
        "no allowed shift covers {date} {time} for group '{group}', of which {required} are required on duty then; widen shifts.starts, shifts.lengths or the places of breaks"
    )]
    NoShift {
        /// The group.
        group: String,
        /// Date.
        date: String,
        /// Time of the day.
        time: String,
        /// Agents required on duty.
        required: u32,
    },
    /// More people than the group may have.
    #[error(
        "group '{group}' needs {needed} people in the week from {week} for {why}, {} more than its heads.max of {most}; raise heads.max, allow more hours or days in [shifts], or give the work to another group",
        needed - most
    )]
    TooFewHeads {
        /// The group.
        group: String,
        /// First day of the week.
        week: String,
        /// People needed.
        needed: u32,
        /// Most people that the group may have.
        most: u32,
        /// What binds, in words.
        why: String,
    },
}

impl HeadsBind {
    /// In words.
    pub(super) fn words(self, day: &str, days_a_week: u32) -> String {
        match self {
            HeadsBind::ShiftsOfADay => format!("the shifts of {day}, one a person"),
            HeadsBind::DaysOfAWeek => format!("its shifts at {days_a_week} days a person"),
            HeadsBind::HoursOfAWeek => "the hours of its shifts, with the overtime that is allowed".to_owned(),
        }
    }
}
