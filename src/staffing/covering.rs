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
/// Where the search ends without whole agents, those of the relaxed program are rounded down, added to one at a time while that
/// lowers the objective, and taken off again where nobody misses them.
pub(super) fn cover(need: &[f64], patterns: &[Pattern], closeness: Closeness, caps: Caps, limit: WorkLimit) -> Cover {
    let most = caps.on_one.map_or(need.iter().fold(0.0f64, |most, need| most.max(*need)).ceil(), f64::from);
    let prices = Prices::of(patterns, closeness, most);
    let program = Program { need, patterns, prices, caps, most };
    let whole = program.solve(Agents::Whole, limit);
    let mut counts = Counts::of(&program);
    match whole.as_ref().and_then(|answer| answer.values.as_ref()) {
        Some(values) => counts.add_all(values.iter().map(|agents| agents.round())),
        None => {
            let relaxed = program.solve(Agents::Fractions, limit).and_then(|answer| answer.values);
            counts.add_all(relaxed.iter().flatten().map(|agents| (agents + 1e-6).floor()));
            counts.improve();
            counts.take_off_spare();
        }
    }
    counts.cover(whole.map_or(0.0, |answer| answer.bound), limit.gap)
}

/// Whether agents come whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agents {
    Whole,
    Fractions,
}

/// The program.
#[derive(Debug, Clone, Copy)]
struct Program<'c> {
    need: &'c [f64],
    patterns: &'c [Pattern],
    prices: Prices,
    caps: Caps,
    /// Most agents on a pattern.
    most: f64,
}

impl Program<'_> {
    fn solve(&self, kind: Agents, limit: WorkLimit) -> Option<Answer> {
        let (need, patterns) = (self.need, self.patterns);
        let mut variables = ProblemVariables::new();
        let agent = variable().min(0).max(self.most);
        let agents = match kind {
            Agents::Whole => variables.add_vector(agent.integer(), patterns.len()),
            Agents::Fractions => variables.add_vector(agent, patterns.len()),
        };
        let short = variables.add_vector(variable().min(0), need.len());
        let over =
            if self.prices.over > 0.0 { variables.add_vector(variable().min(0), need.len()) } else { Vec::new() };
        let mut objective = Expression::with_capacity(patterns.len() + 2 * need.len());
        for (agents, pattern) in agents.iter().zip(patterns) {
            objective.add_mul(self.prices.cost * pattern.cost, *agents);
        }
        short.iter().for_each(|short| objective.add_mul(self.prices.short, *short));
        over.iter().for_each(|over| objective.add_mul(self.prices.over, *over));

        let mut at_work: Vec<Expression> = vec![Expression::default(); need.len()];
        for (agents, pattern) in agents.iter().zip(patterns) {
            pattern.works.iter().for_each(|interval| at_work[*interval].add_mul(1.0, *agents));
        }
        let mut constraints = Vec::with_capacity(2 * need.len() + 1);
        for (interval, at_work) in at_work.into_iter().enumerate() {
            if let Some(most) = self.caps.at_once {
                constraints.push(at_work.clone().leq(most));
            }
            match over.get(interval) {
                Some(over) => constraints.push((at_work + short[interval] - *over).eq(need[interval])),
                None if need[interval] > 0.0 => constraints.push((at_work + short[interval]).geq(need[interval])),
                None => {}
            }
        }
        if let Some(most) = self.caps.in_all {
            let all: Expression = agents.iter().sum();
            constraints.push(all.leq(most));
        }
        least(variables, objective, constraints, limit)
    }
}

/// What a unit of cost, of being short and of being over weighs.
#[derive(Debug, Clone, Copy)]
struct Prices {
    cost: f64,
    short: f64,
    over: f64,
}

impl Prices {
    fn of(patterns: &[Pattern], closeness: Closeness, most: f64) -> Self {
        let dearest = patterns.iter().map(|pattern| pattern.cost).fold(0.0, f64::max);
        match closeness {
            // dearer than any pattern that would fill it
            Closeness::Full => Prices { cost: 1.0, short: 4.0 * dearest.max(1.0), over: 0.0 },
            Closeness::ShortInterval(price) => Prices { cost: 1.0, short: price, over: 0.0 },
            // all agents together cannot outweigh a difference of one
            Closeness::Nearest => {
                let agents = (1.0 + most) * patterns.len().max(1) as f64;
                Prices { cost: 0.5 / (dearest.max(1e-9) * agents), short: 1.0, over: 1.0 }
            }
        }
    }
}

/// Whole agents by pattern.
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
    fn of(program: &Program<'c>) -> Self {
        let Program { need, patterns, prices, caps, most } = *program;
        let (agents, at_work) = (vec![0; patterns.len()], vec![0.0; need.len()]);
        Counts { need, patterns, prices, caps, most: most as u32, agents, at_work }
    }

    /// Adds agents by pattern; what is behind the patterns is not looked at.
    fn add_all(&mut self, agents: impl Iterator<Item = f64>) {
        for (pattern, agents) in agents.take(self.patterns.len()).enumerate() {
            self.add(pattern, agents.max(0.0) as u32);
        }
    }

    /// Takes agents off, the dearest patterns first, where each interval stays covered without them.
    fn take_off_spare(&mut self) {
        let patterns = self.patterns;
        let mut order: Vec<usize> = (0..patterns.len()).collect();
        order.sort_by(|a, b| patterns[*b].cost.total_cmp(&patterns[*a].cost));
        for at in order {
            let works = &patterns[at].works;
            while self.agents[at] > 0 && works.iter().all(|at| self.at_work[*at] >= self.need[*at] + 1.0 - 1e-9) {
                self.agents[at] -= 1;
                works.iter().for_each(|at| self.at_work[*at] -= 1.0);
            }
        }
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
