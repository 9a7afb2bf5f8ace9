//! What is wrong with a scenario: every problem at once, each with its place, the value, the rule and a remedy.

mod collector;
mod key_path;
mod nearest;
mod problem;
mod rendering;

pub use collector::{Complaint, Located, Locator, Problems};
pub use key_path::{KeyPath, Step};
pub use nearest::{did_you_mean, nearest};
pub use problem::{Diagnostics, Place, Problem};
pub use rendering::ColorChoice;
