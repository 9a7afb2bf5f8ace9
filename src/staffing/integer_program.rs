//! Integer programs, stopped by a limit on work that is the same on every machine.
//!
//! A program is written for `good_lp` and solved by branch and bound over simplex relaxations in pure Rust (`microlp`). The
//! limit is a number of nodes of the search tree, not a time, so that the same program has the same answer everywhere.

use good_lp::{Constraint, Expression, ProblemVariables, SolverModel};

/// When a search stops before the best is proved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkLimit {
    /// Most nodes of the search tree, each a linear program.
    pub nodes: u64,
    /// Relative gap between the best found and the bound at which that is good enough.
    pub gap: f64,
}

impl Default for WorkLimit {
    fn default() -> Self {
        WorkLimit { nodes: 400, gap: 2e-3 }
    }
}

/// An answer to an integer program.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    /// Values by variable, in the order in which they were made; `None` where none was found within the limit.
    pub(super) values: Option<Vec<f64>>,
    /// No answer is cheaper than this.
    pub(super) bound: f64,
}

/// Least cost, or `None` where nothing satisfies the constraints.
pub(super) fn least(
    variables: ProblemVariables,
    cost: Expression,
    constraints: Vec<Constraint>,
    limit: WorkLimit,
) -> Option<Answer> {
    let mut model = variables.minimise(cost).using(good_lp::solvers::microlp::microlp);
    for constraint in constraints {
        model.add_constraint(constraint);
    }
    let mut options = microlp::SolveOptions::default();
    options.node_limit = Some(limit.nodes);
    options.mip_gap = limit.gap;
    let outcome = model.as_inner().solve_with(options).ok()?;
    let solution = outcome.solution();
    let bound = outcome.stats().best_bound.or(solution.map(microlp::Solution::objective)).unwrap_or(f64::NEG_INFINITY);
    Some(Answer { values: solution.map(|solution| solution.iter().map(|(_, value)| value).collect()), bound })
}
