//! Sweeps: many variants of a scenario, compared on the same replications.
//!
//! A [`Design`] gives points, each a set of values laid over the scenario. Points with the same simulated part make a unit
//! and share one simulation. All points use the same seed, so every contact is the same at every point that has it (common
//! random numbers), and differences between points are taken replication by replication.

mod contrasts;
mod design;
mod drawn_points;
mod least_squares;
mod plan;
mod play;
mod point_figures;
mod scaling;
mod shared_simulation;
mod simulated_part;

pub use contrasts::{Contrasts, Effect, EffectEstimate};
pub use design::{Design, DesignError, Level, Parameter, design_points};
pub use plan::{PlanError, SweepPlan};
pub use play::{Interrupted, PointDesk, PointOutcome, play_units};
pub use point_figures::{ContractSeries, PointFigures, linearised_share};
