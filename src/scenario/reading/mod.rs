//! Reading a scenario from a file, a folder or a text: everything wrong is reported at once.
//!
//! A scenario passes through five stages, each of which collects its problems and goes on with what is sound: TOML into
//! a tree that remembers where everything was written; overrides; the keys and forms of values, against the JSON Schema
//! of the [`written`](super::written) types; those types filled; names, sums, dates and CSV files, while it is
//! [resolved](super::resolve).

mod encoding;
mod folder;
mod overlay;
mod override_path;
mod place_finder;
mod printing;
mod reader;
mod source;
mod structure;
mod tree;

pub use overlay::read_overlay;
pub use override_path::{Override, OverrideSyntaxError, value_at, varied_values};
pub use printing::resolved_text;
pub use reader::{Reading, read_scenario, scenario_from_toml};
pub use source::{FrozenSource, Resolved, ScenarioSource};
pub use tree::value_from_text;

pub use super::diagnosis::{ColorChoice, Diagnostics, Place, Problem};
