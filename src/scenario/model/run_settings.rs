//! How a scenario is run: seed, replications, stopping rule.

/// When to stop before the stated number of replications, or to go on beyond it.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Precision {
    /// The measure whose interval must become narrow: `profit` or `service_level`.
    pub measure: PrecisionMeasure,
    /// Wanted half width of the 95 % interval: relative to the mean for profit, absolute for a service level.
    pub half_width: f64,
    /// Never more replications than this.
    pub at_most: u32,
}

/// The measures that `precision` can watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PrecisionMeasure {
    /// Every contract's profit, relative to its mean.
    Profit,
    /// Every targeted channel's service level, absolute.
    ServiceLevel,
}

/// How the layers of uncertainty above the single contact are drawn: season factor, busyness, surges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Draws {
    /// In sets of [`SET_SIZE`] replications, each a Latin hypercube: over a set, each factor takes every one of that many equally
    /// likely slices of its law once. Every replication by itself follows the law exactly; means over a set vary far less.
    #[default]
    Stratified,
    /// Each replication by itself.
    Independent,
}

/// Replications of a stratified set.
pub const SET_SIZE: u32 = 10;

/// With fewer sets than this, intervals are those of single replications, which are then too wide rather than unknown.
const FEWEST_SETS: u32 = 5;

/// What mean money is made of, beside the replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// Tables of days played beforehand: means are those of thousands of seasons drawn for them, to which the replications add what single
    /// contacts do. Needs [`FEWEST_CONTROLLED`] replications.
    #[default]
    DayTables,
    /// Nothing: means are those of the replications.
    None,
}

/// With fewer replications than this the tables would cost more than they save, unless a [`Precision`] is asked for.
pub const FEWEST_CONTROLLED: u32 = 50;

/// With fewer than this there are too few groups of replications for an interval.
const FEWEST_FOR_PRECISION: u32 = 30;

/// How a scenario is run unless the command line says otherwise.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RunSettings {
    /// Master seed; the same scenario and seed give the same bytes.
    pub seed: u64,
    /// Number of replications of the season.
    pub replications: u32,
    /// Stopping rule, if any.
    pub precision: Option<Precision>,
    /// How seasons are drawn.
    pub draws: Draws,
    /// What mean money is made of.
    pub control: Control,
}

impl RunSettings {
    /// Whether mean money comes from tables of days.
    pub fn is_controlled(&self) -> bool {
        let fewest = if self.precision.is_some() { FEWEST_FOR_PRECISION } else { FEWEST_CONTROLLED };
        self.control == Control::DayTables && self.replications >= fewest
    }

    /// For a precision that takes the place of a number of replications: as few as give sound intervals of its measure, and no more than
    /// there were or may be.
    pub fn begin_with_fewest(&mut self) {
        let Some(precision) = self.precision else { return };
        let fewest = match precision.measure {
            PrecisionMeasure::Profit if self.control == Control::DayTables => FEWEST_FOR_PRECISION,
            _ => FEWEST_SETS * SET_SIZE,
        };
        self.replications = self.replications.min(fewest).min(precision.at_most);
    }

    /// Replications that make one independent observation, of which intervals are made.
    pub fn replications_an_observation(&self) -> u32 {
        match self.draws {
            Draws::Stratified if self.replications >= FEWEST_SETS * SET_SIZE => SET_SIZE,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_precision_begins_with_the_fewest_replications_that_its_measure_needs() {
        let begin = |replications: u32, measure: PrecisionMeasure, control: Control, at_most: u32| {
            let precision = Some(Precision { measure, half_width: 0.01, at_most });
            let mut run = RunSettings { seed: 1, replications, precision, draws: Draws::Stratified, control };
            run.begin_with_fewest();
            run.replications
        };
        let (profit, service) = (PrecisionMeasure::Profit, PrecisionMeasure::ServiceLevel);
        assert_eq!(begin(150, profit, Control::DayTables, 1_000), 30);
        assert_eq!(begin(150, profit, Control::None, 1_000), 50);
        assert_eq!(begin(150, service, Control::DayTables, 1_000), 50);
        assert_eq!(begin(3, profit, Control::DayTables, 1_000), 3);
        assert_eq!(begin(150, profit, Control::DayTables, 20), 20);
    }
}
