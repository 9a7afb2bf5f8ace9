//! Two runs on the same random numbers, figure by figure.
//!
//! Differences are formed in each replication. A mean's difference has Student's interval over replications, or over sets of them
//! where both sides are stratified; that of a percentile a normal one, its error from 1,000 resamplings of the replications (or
//! sets) with a fixed seed. With many figures some differ by chance, so all that move are judged together: beyond chance is what Holm's procedure keeps at 5 % over all.

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::compared_column::{Named, Series, contract_columns, plan_columns};
use super::results::Results;
use crate::statistics::{Confidence, Estimate, SetsOf, holm, normal_p_value, standard_deviation, student_p_value};

/// Resamplings behind the interval of a percentile's difference.
const RESAMPLINGS: usize = 1_000;
/// Seed of these.
const RESAMPLING_SEED: u64 = 20_251_111;
/// Chance that anything at all is called beyond chance that is not.
const FAMILY_WISE: f64 = 0.05;

/// Chances below this are written as 0: no law holds that far out.
const LEAST_P: f64 = 1e-15;

/// Whether two figures differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Both sides are the same to the last digit.
    Same,
    /// They differ by a fixed amount, with no chance in it.
    Fixed,
    /// They differ by more than chance, judged together with all others.
    BeyondChance,
    /// Chance alone could bring such a difference.
    WithinChance,
    /// There is no telling: one side has no such figure, or there are too few replications.
    Unknown,
}

impl Judgement {
    /// The word used in files.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Same => "same",
            Judgement::Fixed => "fixed",
            Judgement::BeyondChance => "beyond_chance",
            Judgement::WithinChance => "within_chance",
            Judgement::Unknown => "unknown",
        }
    }
}

/// One figure of both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedFigure {
    /// The contract; `None` for figures of a plan that all contracts share.
    pub contract: Option<String>,
    /// Column of `summary.csv`.
    pub column: String,
    /// First side.
    pub a: Option<f64>,
    /// Second side.
    pub b: Option<f64>,
    /// Second less first, with its paired interval.
    pub difference: Option<Estimate>,
    /// Chance of such a difference if there were none, for this figure alone.
    pub p_value: Option<f64>,
    /// The same, adjusted for the number of figures.
    pub p_adjusted: Option<f64>,
    /// What comes of it.
    pub judgement: Judgement,
}

/// All figures of both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The figures, those of plans first.
    pub figures: Vec<ComparedFigure>,
    /// Figures judged together.
    pub judged: usize,
    /// Contracts that only one side has.
    pub unmatched: Vec<String>,
    /// Replications of each side.
    pub replications: u64,
}

/// Why two runs cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotComparable {
    /// Their replications are not pairs.
    #[error("the two sides do not have the same replications of the same seed; give both --seed and --replications")]
    Replications,
}

/// Compares two runs of one seed, second less first. Contracts are matched by name.
///
/// # Errors
/// When their replications are not pairs.
pub fn compare(a: &Results, b: &Results) -> Result<Comparison, NotComparable> {
    let numbers = |results: &Results| -> Vec<u32> {
        results.plans.iter().flat_map(|plan| plan.replications.iter().map(|record| record.replication)).collect()
    };
    let is_paired = a.plans.iter().chain(&b.plans).all(|plan| plan.replications.len() as u64 == a.replications());
    if a.scenario.run.seed != b.scenario.run.seed || !is_paired || numbers(a).first() != numbers(b).first() {
        return Err(NotComparable::Replications);
    }
    let sets = SetsOf::of_run(&a.scenario.run).common(SetsOf::of_run(&b.scenario.run));
    let mut figures = Vec::new();
    let mut unmatched = Vec::new();
    // a plan that all contracts share is told once
    let is_shared = a.plans.len() == 1 && b.plans.len() == 1;
    if is_shared {
        let sides = (plan_columns(&a.scenario, &a.plans[0]), plan_columns(&b.scenario, &b.plans[0]));
        figures.extend(figures_of(None, sides, sets));
    }
    for mine in &a.contracts {
        let Some(theirs) = b.contracts.iter().find(|one| one.name == mine.name) else {
            unmatched.push(mine.name.clone());
            continue;
        };
        let (plan_a, plan_b) = (&a.plans[mine.plan], &b.plans[theirs.plan]);
        if !is_shared {
            let sides = (plan_columns(&a.scenario, plan_a), plan_columns(&b.scenario, plan_b));
            figures.extend(figures_of(Some(&mine.name), sides, sets));
        }
        let sides = (contract_columns(&a.scenario, plan_a, mine), contract_columns(&b.scenario, plan_b, theirs));
        figures.extend(figures_of(Some(&mine.name), sides, sets));
    }
    let is_new = |name: &&String| a.contracts.iter().all(|one| one.name != **name);
    unmatched.extend(b.contracts.iter().map(|one| &one.name).filter(is_new).cloned());
    let judged = judge(&mut figures);
    Ok(Comparison { figures, judged, unmatched, replications: a.replications() })
}

/// Pairs columns by name; what neither side has is left out.
fn figures_of(contract: Option<&str>, (a, b): (Vec<Named>, Vec<Named>), sets: SetsOf) -> Vec<ComparedFigure> {
    a.into_iter()
        .filter_map(|(column, mine)| {
            let theirs = b.iter().find(|(name, _)| *name == column).and_then(|(_, series)| series.clone());
            if mine.is_none() && theirs.is_none() {
                return None;
            }
            Some(figure(contract, column, (mine.as_ref(), theirs.as_ref()), sets))
        })
        .collect()
}

fn figure(
    contract: Option<&str>,
    column: String,
    (a, b): (Option<&Series>, Option<&Series>),
    sets: SetsOf,
) -> ComparedFigure {
    let replications = |series: &Series| match series {
        Series::Fixed(_) => 1,
        Series::Mean(values) | Series::Percentile(_, values) | Series::Shortfall(values) => values.len(),
    };
    let value = |series: Option<&Series>| series.and_then(|one| one.value_on(&mut (0..replications(one))));
    let mut figure = ComparedFigure {
        contract: contract.map(str::to_owned),
        column,
        a: value(a),
        b: value(b),
        difference: None,
        p_value: None,
        p_adjusted: None,
        judgement: Judgement::Unknown,
    };
    let (Some(a), Some(b), Some(first), Some(second)) = (a, b, figure.a, figure.b) else { return figure };
    if a == b {
        figure.difference = Some(Estimate { low: Some(0.0), high: Some(0.0), ..Estimate::computed(0.0) });
        figure.judgement = Judgement::Same;
        return figure;
    }
    let (difference, p_value) = match (a, b) {
        (Series::Mean(a), Series::Mean(b)) => {
            let values: Vec<f64> = b.iter().zip(a).map(|(b, a)| b - a).collect();
            let difference = sets.mean(&values, Confidence::default());
            let p_value = difference.and_then(|it| {
                let error = it.standard_error.filter(|error| *error > rounding(first, second))?;
                Some(student_p_value(it.value / error, it.n - 1))
            });
            (difference, p_value)
        }
        (Series::Fixed(_), Series::Fixed(_)) => {
            let value = second - first;
            (Some(Estimate { low: Some(value), high: Some(value), ..Estimate::computed(value) }), None)
        }
        _ => resampled(a, b, replications(a), sets, second - first),
    };
    figure.difference = difference;
    figure.p_value = p_value.map(|p| if p < LEAST_P { 0.0 } else { p });
    let is_fixed = |it: Estimate| match it.standard_error {
        Some(error) => error <= rounding(first, second),
        None => it.n == 0,
    };
    if p_value.is_none() && difference.is_some_and(is_fixed) {
        figure.judgement = Judgement::Fixed;
    }
    figure
}

/// An error that is no more than the rounding of the figures.
fn rounding(a: f64, b: f64) -> f64 {
    1e-13 * a.abs().max(b.abs())
}

/// The difference of percentiles, its error from resampling sets of replications, the same ones for both sides.
fn resampled(a: &Series, b: &Series, replications: usize, sets: SetsOf, value: f64) -> (Option<Estimate>, Option<f64>) {
    let count = sets.count(replications);
    if count < 2 {
        return (None, None);
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(RESAMPLING_SEED);
    let mut choice = vec![0usize; count];
    let differences: Vec<f64> = (0..RESAMPLINGS)
        .filter_map(|_| {
            choice.fill_with(|| random.random_range(0..count));
            let replication = |set: &usize| sets.replications(*set, replications);
            let of = |series: &Series| series.value_on(&mut choice.iter().flat_map(replication));
            Some(of(b)? - of(a)?)
        })
        .collect();
    let Some(error) = standard_deviation(&differences) else { return (None, None) };
    let half = error * Confidence::default().normal_quantile();
    let difference = Estimate {
        value,
        standard_error: Some(error),
        low: Some(value - half),
        high: Some(value + half),
        n: count as u64,
    };
    (Some(difference), (error > 1e-13 * value.abs()).then(|| normal_p_value(value / error)))
}

/// Adjusts all p-values together; gives their number.
fn judge(figures: &mut [ComparedFigure]) -> usize {
    let with_p: Vec<usize> = (0..figures.len()).filter(|at| figures[*at].p_value.is_some()).collect();
    let p_values: Vec<f64> = with_p.iter().filter_map(|at| figures[*at].p_value).collect();
    for (at, adjusted) in with_p.iter().zip(holm(&p_values)) {
        figures[*at].p_adjusted = Some(adjusted);
        figures[*at].judgement =
            if adjusted <= FAMILY_WISE { Judgement::BeyondChance } else { Judgement::WithinChance };
    }
    with_p.len()
}
