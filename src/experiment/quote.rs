//! The price at which a contract reaches a margin.
//!
//! The season is played once under the contract's plan and priced again and again: a price needs no simulation. With h(x)
//! = profit - margin x revenue of a replication at x times the written prices, the quoted factor is the least x at which
//!
//! - the mean of h is not negative, so that mean profit over mean revenue reaches the margin; or,
//! - with a confidence q, the share of replications with h >= 0 is at least q: the (1 - q) order statistic of h is not
//!   negative.
//!
//! Its interval is that of the mean (Student), or of the order statistic (binomial ranks, normal approximation), over the
//! slope of the same quantity in x. The quote is then judged on as many replications that it did not see.

use std::sync::atomic::AtomicBool;

use super::observer::Observer;
use super::played_volumes::{plan_and_play, play_volumes, price_all};
use super::run::{ExperimentSettings, RunError};
use crate::engine::Season;
use crate::money::{Statement, Volumes};
use crate::scenario::model::{Contract, ListedPrice, MinimumVolume, PriceScope, SET_SIZE, Scenario, StaffingPlan};
use crate::statistics::{Confidence, Estimate, Percentiles, SetsOf, chance};

/// No price above this many times the written ones is tried.
const HIGHEST_FACTOR: f64 = 1024.0;
/// Halvings of the bracket: to 2^-40 of its width.
const HALVINGS: u32 = 40;
/// Step in the factor over which the slope is taken.
const SLOPE_STEP: f64 = 1e-3;

/// What a quote must reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuoteGoal {
    /// Profit over revenue, below 1.
    pub margin: f64,
    /// Chance, in (0, 1), with which a season reaches it; `None` = in the mean.
    pub confidence: Option<f64>,
}

/// Whether the plan follows the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotedPlan {
    /// The plan of the written prices.
    AsWritten,
    /// Found anew at each quoted price, until price and plan agree.
    Replanned,
}

/// What to quote.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteRequest {
    /// Index of the contract in the scenario.
    pub contract: usize,
    /// What must be reached.
    pub goal: QuoteGoal,
    /// Which prices may move.
    pub scope: PriceScope,
    /// Whether the plan follows.
    pub plan: QuotedPlan,
    /// Minimum volumes, as shares of the forecast, whose worth is asked for.
    pub minimum_volumes: Vec<f64>,
}

/// What a contract comes to at some prices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PricedFigures {
    /// Mean profit over mean revenue.
    pub margin: Option<Estimate>,
    /// Mean profit.
    pub profit: Option<Estimate>,
    /// 5th percentile of profit.
    pub profit_p05: Option<f64>,
    /// Chance that a season reaches the wanted margin.
    pub chance_of_goal: Option<Estimate>,
}

impl PricedFigures {
    fn of(statements: &[Statement], margin: f64, sets: SetsOf) -> Self {
        let profit: Vec<f64> = statements.iter().map(Statement::profit).collect();
        let revenue: Vec<f64> = statements.iter().map(Statement::revenue).collect();
        let reached = profit.iter().zip(&revenue).filter(|(profit, revenue)| **profit >= margin * **revenue).count();
        let confidence = Confidence::default();
        PricedFigures {
            margin: sets.ratio(&profit, &revenue, confidence),
            profit: sets.mean(&profit, confidence),
            profit_p05: Percentiles::of(&profit).at(0.05),
            chance_of_goal: chance(reached as u64, profit.len() as u64, confidence),
        }
    }
}

/// What a minimum-volume clause is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MinimumVolumeWorth {
    /// The clause.
    pub minimum: MinimumVolume,
    /// Mean profit with it less without it, at the written prices, season by season on the same contacts.
    pub worth: Option<Estimate>,
    /// Chance that a season brings a top-up.
    pub chance_of_top_up: Option<Estimate>,
    /// Factor on prices at which the contract with the clause earns what it earns without it at the written prices: how much
    /// cheaper it could be offered. `None` where no price gives that.
    pub equal_price_factor: Option<f64>,
}

/// A quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The goal.
    pub goal: QuoteGoal,
    /// The quoted prices over the written ones.
    pub factor: Estimate,
    /// Written prices of the clauses that move.
    pub written: Vec<ListedPrice>,
    /// The same prices as quoted.
    pub quoted: Vec<ListedPrice>,
    /// The contract at written prices.
    pub at_written: PricedFigures,
    /// The contract at the quote, on replications that the quote has not seen.
    pub at_quoted: PricedFigures,
    /// Times that a plan was looked for.
    pub plans_found: u32,
    /// Replications that the quote was made on; as many judged it.
    pub replications: u32,
    /// Worth of minimum-volume clauses: the contract's own, then those asked for.
    pub minimum_volumes: Vec<MinimumVolumeWorth>,
}

/// Why there is no quote.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum QuoteError {
    /// No plan, or interrupted.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Prices do not help.
    #[error(
        "contract '{contract}': no price up to {HIGHEST_FACTOR} times the written ones reaches a margin of {margin}; a budget \
         ceiling, penalties, or clauses that do not move keep it below. Lower --margin, or move other clauses with --clause"
    )]
    OutOfReach {
        /// The contract.
        contract: String,
        /// The wanted margin.
        margin: f64,
    },
    /// There is nothing to move.
    #[error("contract '{contract}': {what} has no price that could move; choose another with --clause")]
    NoPrice {
        /// The contract.
        contract: String,
        /// The contract or one clause of it.
        what: String,
    },
}

/// Finds the price at which a contract reaches its goal.
///
/// # Errors
/// When no plan meets the scenario's limits, no price reaches the goal, nothing can be priced, or `stop` is set.
pub fn quote(
    scenario: &Scenario,
    request: &QuoteRequest,
    settings: ExperimentSettings,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Quote, QuoteError> {
    let scenario = with_contract_alone(scenario, request.contract);
    let written = moving(&scenario.contracts[0], request.scope);
    if written.is_empty() {
        let what = match request.scope {
            PriceScope::AllClauses => "it".to_owned(),
            PriceScope::Clause(index) => format!("its clause {}", index + 1),
        };
        return Err(QuoteError::NoPrice { contract: scenario.contracts[0].name.clone(), what });
    }
    let bench = Bench { scenario: &scenario, settings, observer, stop };
    let mut played = bench.play(1.0, request.scope)?;
    let at_written =
        PricedFigures::of(&played.price(&scenario.contracts[0]), request.goal.margin, SetsOf::of_run(&scenario.run));
    let minimum_volumes = played.minimum_volumes(request);
    let mut factor = played.solve(request)?;
    let mut plans_found = 1;
    if request.plan == QuotedPlan::Replanned {
        for _ in 0..MOST_REPLANS {
            let before = factor;
            played = bench.play(before, request.scope)?;
            plans_found += 1;
            factor = played.solve(request)?;
            if (factor / before - 1.0).abs() <= REPLAN_TOLERANCE {
                break;
            }
        }
    }
    let quoted_contract = scenario.contracts[0].with_prices_scaled(request.scope, factor);
    let fresh = bench.play_fresh(&played.plan)?;
    let judged = Played { scenario: &scenario, plan: played.plan.clone(), volumes: fresh };
    Ok(Quote {
        goal: request.goal,
        factor: played.interval(request, factor),
        written,
        quoted: moving(&quoted_contract, request.scope),
        at_written,
        at_quoted: PricedFigures::of(
            &judged.price(&quoted_contract),
            request.goal.margin,
            SetsOf::of_run(&scenario.run),
        ),
        plans_found,
        replications: settings.replications,
        minimum_volumes,
    })
}

/// Most plans found anew for one quote.
const MOST_REPLANS: u32 = 6;
/// Price and plan agree when the price moves by no more than this share.
const REPLAN_TOLERANCE: f64 = 0.002;

/// Where seasons are played.
struct Bench<'b> {
    scenario: &'b Scenario,
    settings: ExperimentSettings,
    observer: &'b dyn Observer,
    stop: &'b AtomicBool,
}

impl<'b> Bench<'b> {
    /// Finds the plan at a factor on prices and plays it.
    fn play(&self, factor: f64, scope: PriceScope) -> Result<Played<'b>, RunError> {
        let mut scenario = self.scenario.clone();
        scenario.contracts[0] = scenario.contracts[0].with_prices_scaled(scope, factor);
        let season = Season::new(&scenario);
        let (plan, volumes) = plan_and_play(&season, 0, self.settings, self.observer, self.stop)?;
        Ok(Played { scenario: self.scenario, plan, volumes })
    }

    /// Plays replications that no quote has seen.
    fn play_fresh(&self, plan: &StaffingPlan) -> Result<Vec<Volumes>, RunError> {
        let replications = self.settings.replications;
        // a stratified set must not be on both sides
        let first = replications.next_multiple_of(SET_SIZE);
        let numbers = first..first.saturating_add(replications);
        play_volumes(&Season::new(self.scenario), plan, self.settings.seed, numbers, self.observer, self.stop)
    }
}

/// Seasons played under one plan.
struct Played<'p> {
    scenario: &'p Scenario,
    plan: StaffingPlan,
    volumes: Vec<Volumes>,
}

impl Played<'_> {
    /// The statements under a variant of the contract.
    fn price(&self, contract: &Contract) -> Vec<Statement> {
        let mut scenario = self.scenario.clone();
        scenario.contracts[0] = contract.clone();
        price_all(&scenario, &self.plan, 0, &self.volumes)
    }

    /// Profit less margin times revenue, by replication.
    fn over_goal(&self, contract: &Contract, margin: f64) -> Vec<f64> {
        self.price(contract).iter().map(|it| it.profit() - margin * it.revenue()).collect()
    }

    fn solve(&self, request: &QuoteRequest) -> Result<f64, QuoteError> {
        let contract = &self.scenario.contracts[0];
        let goal = request.goal;
        let is_reached = |factor: f64| {
            let over = self.over_goal(&contract.with_prices_scaled(request.scope, factor), goal.margin);
            judged_value(&over, goal) >= 0.0
        };
        least_factor(is_reached)
            .ok_or_else(|| QuoteError::OutOfReach { contract: contract.name.clone(), margin: goal.margin })
    }

    /// The interval of a solved factor.
    fn interval(&self, request: &QuoteRequest, factor: f64) -> Estimate {
        let contract = &self.scenario.contracts[0];
        let over = |factor| self.over_goal(&contract.with_prices_scaled(request.scope, factor), request.goal.margin);
        let rise = judged_value(&over(factor + SLOPE_STEP), request.goal) - judged_value(&over(factor), request.goal);
        let slope = rise / SLOPE_STEP;
        let mut estimate = Estimate { n: self.volumes.len() as u64, ..Estimate::computed(factor) };
        if let Some((low, high)) =
            judged_interval(&over(factor), request.goal, SetsOf::of_run(&self.scenario.run)).filter(|_| slope > 0.0)
        {
            // a season that does better than reckoned could be had for less
            (estimate.low, estimate.high) = (Some(factor - high / slope), Some(factor - low / slope));
        }
        estimate
    }

    fn minimum_volumes(&self, request: &QuoteRequest) -> Vec<MinimumVolumeWorth> {
        let contract = &self.scenario.contracts[0];
        let asked = request.minimum_volumes.iter().map(|share| MinimumVolume::ShareOfForecast(*share));
        let without = Contract { minimum_volume: None, ..contract.clone() };
        let bare: Vec<f64> = self.price(&without).iter().map(Statement::profit).collect();
        contract
            .minimum_volume
            .into_iter()
            .chain(asked)
            .map(|minimum| {
                let with = Contract { minimum_volume: Some(minimum), ..contract.clone() };
                let more: Vec<f64> = self.price(&with).iter().zip(&bare).map(|(it, bare)| it.profit() - bare).collect();
                let tops_up = more.iter().filter(|more| **more > 0.0).count() as u64;
                let wanted: f64 = bare.iter().sum();
                let earns = |factor: f64| {
                    let at_price = with.with_prices_scaled(request.scope, factor);
                    self.price(&at_price).iter().map(Statement::profit).sum::<f64>() >= wanted
                };
                MinimumVolumeWorth {
                    minimum,
                    worth: SetsOf::of_run(&self.scenario.run).mean(&more, Confidence::default()),
                    chance_of_top_up: chance(tops_up, more.len() as u64, Confidence::default()),
                    equal_price_factor: least_factor(earns),
                }
            })
            .collect()
    }
}

/// The least factor at which something that more money brings about has come; `None` if the highest does not do.
fn least_factor(is_reached: impl Fn(f64) -> bool) -> Option<f64> {
    let (mut low, mut high) = (0.0, 1.0);
    while !is_reached(high) {
        low = high;
        high *= 2.0;
        if high > HIGHEST_FACTOR {
            return None;
        }
    }
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if is_reached(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// The mean, or the order statistic that at least the wanted share of replications reaches.
fn judged_value(over: &[f64], goal: QuoteGoal) -> f64 {
    match goal.confidence {
        None => over.iter().sum::<f64>() / over.len() as f64,
        Some(confidence) => ascending(over)[rank(over.len(), confidence)],
    }
}

/// The interval of [`judged_value`].
fn judged_interval(over: &[f64], goal: QuoteGoal, sets: SetsOf) -> Option<(f64, f64)> {
    let Some(confidence) = goal.confidence else {
        let mean = sets.mean(over, Confidence::default())?;
        return mean.low.zip(mean.high);
    };
    let n = over.len() as f64;
    let spread = Confidence::default().normal_quantile() * libm::sqrt(n * confidence * (1.0 - confidence));
    let at = rank(over.len(), confidence) as f64;
    let sorted = ascending(over);
    // a rank beyond the ends is not in the sample: there is no such bound
    let low = (at - spread >= 0.0).then(|| sorted[(at - spread) as usize])?;
    let high = sorted.get((at + spread).ceil() as usize)?;
    Some((low, *high))
}

/// The largest place from below at which a share `confidence` of `n` values stands at or above.
fn rank(n: usize, confidence: f64) -> usize {
    let needed = (confidence * n as f64 - 1e-9).ceil().max(1.0) as usize;
    n - needed.min(n)
}

fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn with_contract_alone(scenario: &Scenario, contract: usize) -> Scenario {
    Scenario { contracts: vec![scenario.contracts[contract].clone()], ..scenario.clone() }
}

fn moving(contract: &Contract, scope: PriceScope) -> Vec<ListedPrice> {
    let moves = |price: &ListedPrice| match scope {
        PriceScope::AllClauses => true,
        PriceScope::Clause(index) => price.clause == index,
    };
    contract.listed_prices().into_iter().filter(moves).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_leaves_the_wanted_share_at_or_above_it() {
        for n in [1, 2, 10, 99, 200] {
            for confidence in [0.01, 0.5, 0.9, 0.95, 0.99] {
                let place = rank(n, confidence);
                assert!((n - place) as f64 >= confidence * n as f64 - 1e-6, "{n} {confidence}");
                assert!(place + 1 == n || ((n - place - 1) as f64) < confidence * n as f64, "{n} {confidence}");
            }
        }
    }

    #[test]
    fn the_least_factor_is_found_from_above() {
        let factor = least_factor(|factor| factor >= 3.3).unwrap();
        assert!(factor >= 3.3 && factor - 3.3 < 1e-9);
        assert_eq!(least_factor(|_| false), None);
        assert!(least_factor(|_| true).unwrap() < 1e-9);
    }

    #[test]
    fn an_order_statistic_s_interval_holds_it() {
        let values: Vec<f64> = (0..400).map(f64::from).collect();
        let goal = QuoteGoal { margin: 0.0, confidence: Some(0.9) };
        let (low, high) = judged_interval(&values, goal, SetsOf::new(1)).unwrap();
        // 40 below, give or take 1.96 * sqrt(36)
        assert_eq!((judged_value(&values, goal), low, high), (40.0, 28.0, 52.0));
        assert_eq!(judged_interval(&values[..5], goal, SetsOf::new(1)), None);
    }
}
