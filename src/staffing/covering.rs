//! Covering what is required in a span of intervals with patterns of work: a set covering program with whole agents.
//!
//! With x_p agents on pattern p, c_p its cost, a_{pt} = 1 where it works in interval t, r_t the agents needed, and u_t, o_t those
//! short and over:
//!
//! - at least cost: minimise sum c_p x_p + sum w u_t, subject to sum_p a_{pt} x_p + u_t >= r_t, where w is the price of an agent
//!   short for an interval; covering in full is a price at which adding any pattern is cheaper than being short;
//! - nearest: minimise sum (u_t + o_t), subject to sum_p a_{pt} x_p + u_t - o_t = r_t; cost decides among equals.
//!
//! Dantzig, A comment on Edie's "Traffic delays at toll booths", Operations Research 2(3), 1954.

use super::integer_program::{Answer, WorkLimit, least};
use good_lp::{Expression, ProblemVariables, variable};

/// A way to work in the span.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    /// Intervals of the span in which it works, ascending.
    pub(super) works: Vec<usize>,
    /// Cost of one agent on it.
    pub(super) cost: f64,
}

/// How closely to cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Closeness {
    /// In full, where the caps allow it.
    Full,
    /// At the price of an agent short for an interval.
    ShortInterval(f64),
    /// The least sum of absolute differences.
    Nearest,
}

/// Caps on a cover.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Caps {
    /// Most agents at work at once.
    pub(super) at_once: Option<f64>,
    /// Most agents on one pattern.
    pub(super) on_one: Option<u32>,
    /// Most agents in all.
    pub(super) in_all: Option<u32>,
}

/// A cover.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cover {
    /// Agents by pattern.
    pub(super) agents: Vec<u32>,
    /// Cost of the agents.
    pub(super) cost: f64,
    /// What was minimised: cost and the price of what is short, or differences.
    pub(super) objective: f64,
    /// No cover has a lower objective.
    pub(super) bound: f64,
    /// Agents short by interval.
    pub(super) short: Vec<f64>,
    /// Whether the search ended within the wanted gap.
    pub(super) is_within_gap: bool,
}

/// The best cover that the limit on work allows to find.
///
/// Where the search ends without whole agents, or leaves short in full covering what a pattern could fill, the relaxed
/// program's agents are rounded up and those that nobody misses are taken off again.
pub(super) fn cover(need: &[f64], patterns: &[Pattern], closeness: Closeness, caps: Caps, limit: WorkLimit) -> Cover {
    let found = program(need, patterns, closeness, caps, limit, Agents::Whole);
    let is_full = closeness == Closeness::Full && caps == Caps::default();
    let could_fill = |at: usize| patterns.iter().any(|pattern| pattern.works.contains(&at));
    if !is_full || !found.short.iter().enumerate().any(|(at, short)| *short > 0.0 && could_fill(at)) {
        return found;
    }
    let relaxed = program(need, patterns, closeness, caps, limit, Agents::Fractions);
    let rounded = without_spare(need, patterns, relaxed.agents);
    let answer = Answer {
        values: rounded.iter().map(|agents| f64::from(*agents)).collect(),
        cost: f64::INFINITY,
        bound: relaxed.bound.max(found.bound),
        is_within_gap: false,
    };
    counted(need, patterns, Some(answer), (1.0, 4.0 * dearest(patterns).max(1.0)), closeness)
}

/// Whether agents come whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agents {
    Whole,
    Fractions,
}

fn dearest(patterns: &[Pattern]) -> f64 {
    patterns.iter().map(|pattern| pattern.cost).fold(0.0, f64::max)
}

/// Takes agents off, the dearest patterns first, as long as nothing that was covered falls short.
fn without_spare(need: &[f64], patterns: &[Pattern], mut agents: Vec<u32>) -> Vec<u32> {
    let mut spare: Vec<f64> = need.iter().map(|need| -need).collect();
    for (agents, pattern) in agents.iter().zip(patterns) {
        pattern.works.iter().for_each(|at| spare[*at] += f64::from(*agents));
    }
    let mut order: Vec<usize> = (0..patterns.len()).collect();
    order.sort_by(|a, b| patterns[*b].cost.total_cmp(&patterns[*a].cost));
    for at in order {
        let works = &patterns[at].works;
        while agents[at] > 0 && works.iter().all(|interval| spare[*interval] >= 1.0) {
            agents[at] -= 1;
            works.iter().for_each(|interval| spare[*interval] -= 1.0);
        }
    }
    agents
}

fn program(
    need: &[f64],
    patterns: &[Pattern],
    closeness: Closeness,
    caps: Caps,
    limit: WorkLimit,
    kind: Agents,
) -> Cover {
    let dearest = dearest(patterns);
    let mut variables = ProblemVariables::new();
    let most = caps.on_one.map_or(need.iter().fold(0.0f64, |most, need| most.max(*need)).ceil(), f64::from);
    let agents = match kind {
        Agents::Whole => variables.add_vector(variable().integer().min(0).max(most), patterns.len()),
        Agents::Fractions => variables.add_vector(variable().min(0).max(most), patterns.len()),
    };
    let short = variables.add_vector(variable().min(0), need.len());
    let over = match closeness {
        Closeness::Nearest => variables.add_vector(variable().min(0), need.len()),
        _ => Vec::new(),
    };
    let (cost_weight, short_price) = match closeness {
        // dearer than any pattern that would fill it
        Closeness::Full => (1.0, 4.0 * dearest.max(1.0)),
        Closeness::ShortInterval(price) => (1.0, price),
        // all agents together cannot outweigh a difference of one
        Closeness::Nearest => (0.5 / (dearest.max(1e-9) * (1.0 + most) * patterns.len() as f64), 1.0),
    };
    let mut objective = Expression::with_capacity(patterns.len() + 2 * need.len());
    for (agents, pattern) in agents.iter().zip(patterns) {
        objective.add_mul(cost_weight * pattern.cost, *agents);
    }
    short.iter().chain(&over).for_each(|difference| objective.add_mul(short_price, *difference));

    let mut at_work: Vec<Expression> = vec![Expression::default(); need.len()];
    for (agents, pattern) in agents.iter().zip(patterns) {
        pattern.works.iter().for_each(|interval| at_work[*interval].add_mul(1.0, *agents));
    }
    let mut constraints = Vec::with_capacity(2 * need.len() + 1);
    for (interval, at_work) in at_work.into_iter().enumerate() {
        if let Some(most) = caps.at_once {
            constraints.push(at_work.clone().leq(most));
        }
        match over.get(interval) {
            Some(over) => constraints.push((at_work + short[interval] - *over).eq(need[interval])),
            None if need[interval] > 0.0 => constraints.push((at_work + short[interval]).geq(need[interval])),
            None => {}
        }
    }
    if let Some(most) = caps.in_all {
        let all: Expression = agents.iter().sum();
        constraints.push(all.leq(most));
    }
    let answer = least(variables, objective, constraints, limit);
    counted(need, patterns, answer, (cost_weight, short_price), closeness)
}

/// Whole agents, and what they leave short.
fn counted(
    need: &[f64],
    patterns: &[Pattern],
    answer: Option<Answer>,
    (cost_weight, short_price): (f64, f64),
    closeness: Closeness,
) -> Cover {
    let agents: Vec<u32> = match &answer {
        Some(answer) => {
            let whole = |agents: &f64| (agents - 1e-6).ceil().max(0.0) as u32;
            answer.values[..patterns.len()].iter().map(whole).collect()
        }
        None => vec![0; patterns.len()],
    };
    let mut at_work = vec![0.0; need.len()];
    for (agents, pattern) in agents.iter().zip(patterns) {
        pattern.works.iter().for_each(|interval| at_work[*interval] += f64::from(*agents));
    }
    let cost: f64 = agents.iter().zip(patterns).map(|(agents, pattern)| f64::from(*agents) * pattern.cost).sum();
    let short: Vec<f64> = need
        .iter()
        .zip(&at_work)
        .map(|(need, at_work)| if need - at_work > 1e-6 { need - at_work } else { 0.0 })
        .collect();
    let differences: f64 = match closeness {
        Closeness::Nearest => need.iter().zip(&at_work).map(|(need, at_work)| (need - at_work).abs()).sum(),
        _ => short.iter().sum(),
    };
    let objective = cost_weight * cost + short_price * differences;
    let bound = answer.as_ref().map_or(0.0, |answer| answer.bound);
    Cover {
        agents,
        cost,
        objective,
        bound: bound.min(objective),
        short,
        is_within_gap: answer.is_some_and(|answer| answer.is_within_gap),
    }
}

#[cfg(test)]
mod tests;
