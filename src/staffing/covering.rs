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

use super::integer_program::{WorkLimit, least};
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
pub(super) fn cover(need: &[f64], patterns: &[Pattern], closeness: Closeness, caps: Caps, limit: WorkLimit) -> Cover {
    let dearest = patterns.iter().map(|pattern| pattern.cost).fold(0.0, f64::max);
    let mut variables = ProblemVariables::new();
    let most = caps.on_one.map_or(need.iter().fold(0.0f64, |most, need| most.max(*need)).ceil(), f64::from);
    let agents = variables.add_vector(variable().integer().min(0).max(most), patterns.len());
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
        Closeness::Nearest => (0.5 / (dearest.max(1e-9) * (1.0 + most) * patterns.len().max(1) as f64), 1.0),
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
    let prices = Prices { cost: cost_weight, short: short_price, over: if over.is_empty() { 0.0 } else { 1.0 } };
    let mut counts = Counts::of(need, patterns, prices, caps, most as u32);
    if let Some(values) = answer.as_ref().and_then(|answer| answer.values.as_ref()) {
        for (pattern, agents) in values[..patterns.len()].iter().enumerate() {
            counts.add(pattern, agents.round().max(0.0) as u32);
        }
    }
    counts.improve();
    counts.cover(answer.map_or(0.0, |answer| answer.bound), limit.gap)
}

/// What a unit of cost, of being short and of being over weighs.
#[derive(Debug, Clone, Copy)]
struct Prices {
    cost: f64,
    short: f64,
    over: f64,
}

/// Whole agents by pattern, which can be added to one at a time while that lowers the objective: what is left to do where the
/// program found nothing within its limit.
struct Counts<'c> {
    need: &'c [f64],
    patterns: &'c [Pattern],
    prices: Prices,
    caps: Caps,
    most: u32,
    agents: Vec<u32>,
    at_work: Vec<f64>,
}

impl<'c> Counts<'c> {
    fn of(need: &'c [f64], patterns: &'c [Pattern], prices: Prices, caps: Caps, most: u32) -> Self {
        let (agents, at_work) = (vec![0; patterns.len()], vec![0.0; need.len()]);
        Counts { need, patterns, prices, caps, most, agents, at_work }
    }

    fn add(&mut self, pattern: usize, agents: u32) {
        self.agents[pattern] += agents;
        self.patterns[pattern].works.iter().for_each(|at| self.at_work[*at] += f64::from(agents));
    }

    /// Adds agents one at a time, each where it lowers the objective most for its cost.
    fn improve(&mut self) {
        loop {
            let has_room = self.caps.in_all.is_none_or(|most| self.agents.iter().sum::<u32>() < most);
            let best = (0..self.patterns.len())
                .filter(|pattern| has_room && self.may_have_one_more(*pattern))
                .map(|pattern| (pattern, self.gain(pattern), self.prices.cost * self.patterns[pattern].cost))
                .filter(|(_, gain, cost)| gain - cost > 1e-9)
                .max_by(|a, b| (a.1 / a.2.max(1e-12)).total_cmp(&(b.1 / b.2.max(1e-12))).then(b.0.cmp(&a.0)));
            match best {
                Some((pattern, _, _)) => self.add(pattern, 1),
                None => break,
            }
        }
    }

    fn may_have_one_more(&self, pattern: usize) -> bool {
        let is_within =
            |most: f64| self.patterns[pattern].works.iter().all(|at| self.at_work[*at] + 1.0 <= most + 1e-9);
        self.agents[pattern] < self.most && self.caps.at_once.is_none_or(is_within)
    }

    /// What one more agent saves of being short, less what he adds of being over.
    fn gain(&self, pattern: usize) -> f64 {
        let short = |at: usize| (self.need[at] - self.at_work[at]).clamp(0.0, 1.0);
        let works = &self.patterns[pattern].works;
        works.iter().map(|at| self.prices.short * short(*at) - self.prices.over * (1.0 - short(*at))).sum()
    }

    fn cover(self, bound: f64, gap: f64) -> Cover {
        let cost: f64 =
            self.agents.iter().zip(self.patterns).map(|(agents, pattern)| f64::from(*agents) * pattern.cost).sum();
        let difference = |(need, at_work): (&f64, &f64)| need - at_work;
        let short: Vec<f64> = self
            .need
            .iter()
            .zip(&self.at_work)
            .map(|pair| if difference(pair) > 1e-6 { difference(pair) } else { 0.0 })
            .collect();
        let over: f64 = self.need.iter().zip(&self.at_work).map(|pair| (-difference(pair)).max(0.0)).sum();
        let objective =
            self.prices.cost * cost + self.prices.short * short.iter().sum::<f64>() + self.prices.over * over;
        let bound = bound.clamp(0.0, objective);
        let is_within_gap = objective - bound <= gap * objective + 1e-6;
        Cover { agents: self.agents, cost, objective, bound, short, is_within_gap }
    }
}

#[cfg(test)]
mod tests;
