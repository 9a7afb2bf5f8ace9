//! Contracts and costs: from a tally and a plan to a statement. Pricing never simulates.

mod statement;

pub use statement::{LineKind, Statement, StatementLine};
