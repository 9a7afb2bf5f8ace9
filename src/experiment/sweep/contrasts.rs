//! What each parameter does: weighted sums of points, replication by replication.
//!
//! An effect is a contrast `sum over points of w_p y_p` of the points' figures y. It is formed in each replication, where
//! common random numbers make most of the noise cancel, and then averaged; its interval is Student's over replications, or over
//! sets of them where they are stratified.
//!
//! - grid: mean over all points at a value, less that at the reference (the scenario's own value, or else the first);
//! - one at a time: the point less the scenario as written;
//! - drawn and listed points: least squares on all parameters, numbers linearly (the effect is that of going from the least
//!   to the greatest value tried), anything else by its values against the first.
//!
//! A parameter of a grid with more than 50 values is reported at its least, its greatest and none between.

use std::collections::HashMap;

use super::design::{Design, Parameter};
use super::least_squares::weights;
use super::point_figures::PointFigures;
use crate::scenario::model::DesignKind;
use crate::statistics::{Confidence, Estimate, SetsOf};

/// Values of a grid's parameter above which only the ends are reported.
const MOST_LEVELS: usize = 50;

/// An effect on one contract, with paired intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectEstimate {
    /// The contract, `None` in a scenario without contracts.
    pub contract: Option<String>,
    /// On mean profit, in the scenario's currency.
    pub profit: Option<Estimate>,
    /// On the headline service level, as a share.
    pub service_level: Option<Estimate>,
}

/// What going from one value of a parameter to another does.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Index of the parameter.
    pub parameter: usize,
    /// The value gone to, as a table shows it.
    pub to: serde_json::Value,
    /// The value gone from.
    pub from: serde_json::Value,
    /// Points at the value gone to; for least squares, all.
    pub points: usize,
    /// By contract; empty where a point behind it has no figures.
    pub estimates: Vec<EffectEstimate>,
}

/// Sums over points that effects are differences of.
#[derive(Debug, Clone, Default)]
struct Sum {
    points: usize,
    is_void: bool,
    by_contract: Vec<SumOfContract>,
}

#[derive(Debug, Clone)]
struct SumOfContract {
    contract: Option<String>,
    profit: Vec<f64>,
    service: Vec<f64>,
}

/// An effect before its figures are known.
#[derive(Debug, Clone)]
struct Wanted {
    parameter: usize,
    to: serde_json::Value,
    from: serde_json::Value,
    plus: usize,
    minus: Option<usize>,
}

/// The effects of a design, fed with its points in order.
#[derive(Debug, Clone)]
pub struct Contrasts {
    sets: SetsOf,
    wanted: Vec<Wanted>,
    sums: Vec<Sum>,
    /// By point, the sums that it is in and its weights there.
    membership: Vec<Vec<(usize, f64)>>,
}

impl Contrasts {
    /// The effects of a design whose replications are drawn in such sets, their figures still to come.
    pub fn new(design: &Design, sets: SetsOf) -> Self {
        let membership = vec![Vec::new(); design.points.len()];
        let mut contrasts = Contrasts { sets, wanted: Vec::new(), sums: Vec::new(), membership };
        match design.kind {
            DesignKind::Grid => contrasts.of_grid(design),
            DesignKind::OneAtATime => contrasts.of_one_at_a_time(design),
            DesignKind::LatinHypercube | DesignKind::Sobol | DesignKind::Listed => contrasts.of_regression(design),
        }
        contrasts
    }

    fn sum(&mut self) -> usize {
        self.sums.push(Sum::default());
        self.sums.len() - 1
    }

    fn of_grid(&mut self, design: &Design) {
        for (at, parameter) in design.parameters.iter().enumerate() {
            let reference = parameter.reference as usize;
            let reported = reported_levels(parameter);
            if reported.is_empty() {
                continue;
            }
            let mut counts = vec![0usize; parameter.levels.len()];
            design.points.iter().for_each(|point| counts[point[at] as usize] += 1);
            let sums: HashMap<usize, usize> =
                reported.iter().copied().chain([reference]).map(|level| (level, self.sum())).collect();
            for (point, of_point) in design.points.iter().enumerate() {
                let level = of_point[at] as usize;
                if let Some(sum) = sums.get(&level) {
                    self.membership[point].push((*sum, 1.0 / counts[level] as f64));
                }
            }
            for level in reported {
                self.wanted.push(Wanted {
                    parameter: at,
                    to: parameter.levels[level].shown.clone(),
                    from: parameter.levels[reference].shown.clone(),
                    plus: sums[&level],
                    minus: Some(sums[&reference]),
                });
            }
        }
    }

    fn of_one_at_a_time(&mut self, design: &Design) {
        let base = self.sum();
        self.membership[0].push((base, 1.0));
        for point in 1..design.points.len() {
            let Some(at) = design.points[point].iter().position(|level| *level != 0) else { continue };
            let (parameter, sum) = (&design.parameters[at], self.sum());
            self.membership[point].push((sum, 1.0));
            self.wanted.push(Wanted {
                parameter: at,
                to: parameter.levels[design.points[point][at] as usize].shown.clone(),
                from: parameter.levels[0].shown.clone(),
                plus: sum,
                minus: Some(base),
            });
        }
    }

    fn of_regression(&mut self, design: &Design) {
        let mut columns: Vec<Vec<f64>> = Vec::new();
        let mut wanted = Vec::new();
        for (at, parameter) in design.parameters.iter().enumerate() {
            for (column, from, to) in columns_of(design, at, parameter) {
                columns.push(column);
                wanted.push((at, from, to));
            }
        }
        let Some(weights) = weights(&columns) else { return };
        for ((parameter, from, to), weights) in wanted.into_iter().zip(weights) {
            let plus = self.sum();
            self.membership.iter_mut().zip(weights).for_each(|(of_point, weight)| of_point.push((plus, weight)));
            self.wanted.push(Wanted { parameter, to, from, plus, minus: None });
        }
    }

    /// Takes in a point. Points come in their order; `None` is a point without figures, whose effects are then unknown.
    ///
    /// # Panics
    /// When points have different numbers of replications.
    pub fn take_in(&mut self, point: usize, figures: Option<&PointFigures>) {
        for (sum, weight) in &self.membership[point] {
            let sum = &mut self.sums[*sum];
            sum.points += 1;
            match figures {
                Some(figures) => sum.add(figures, *weight),
                None => sum.is_void = true,
            }
        }
    }

    /// The effects, in the order of parameters and values.
    pub fn effects(&self) -> Vec<Effect> {
        self.wanted
            .iter()
            .map(|wanted| {
                let plus = &self.sums[wanted.plus];
                let minus = wanted.minus.map(|minus| &self.sums[minus]);
                let is_void = plus.is_void || minus.is_some_and(|minus| minus.is_void);
                let estimates = if is_void { Vec::new() } else { plus.less(minus, self.sets) };
                Effect {
                    parameter: wanted.parameter,
                    to: wanted.to.clone(),
                    from: wanted.from.clone(),
                    points: plus.points,
                    estimates,
                }
            })
            .collect()
    }
}

impl Sum {
    fn add(&mut self, figures: &PointFigures, weight: f64) {
        for series in &figures.contracts {
            let service = figures.service.get(series.plan as usize).map_or(&[][..], Vec::as_slice);
            let known = self.by_contract.iter().position(|one| one.contract == series.contract);
            let index = known.unwrap_or_else(|| {
                let empty = SumOfContract {
                    contract: series.contract.clone(),
                    profit: vec![0.0; series.profit.len()],
                    service: vec![0.0; service.len()],
                };
                self.by_contract.push(empty);
                self.by_contract.len() - 1
            });
            let sum = &mut self.by_contract[index];
            add_weighted(&mut sum.profit, &series.profit, weight);
            add_weighted(&mut sum.service, service, weight);
        }
    }

    fn less(&self, other: Option<&Sum>, sets: SetsOf) -> Vec<EffectEstimate> {
        self.by_contract
            .iter()
            .filter_map(|mine| {
                let theirs = match other {
                    Some(other) => Some(other.by_contract.iter().find(|one| one.contract == mine.contract)?),
                    None => None,
                };
                let difference = |mine: &[f64], theirs: Option<&[f64]>| {
                    let values: Vec<f64> = match theirs {
                        Some(theirs) if theirs.len() == mine.len() => {
                            mine.iter().zip(theirs).map(|(mine, theirs)| mine - theirs).collect()
                        }
                        Some(_) => return None,
                        None => mine.to_vec(),
                    };
                    sets.mean(&values, Confidence::default())
                };
                Some(EffectEstimate {
                    contract: mine.contract.clone(),
                    profit: difference(&mine.profit, theirs.map(|one| one.profit.as_slice())),
                    service_level: difference(&mine.service, theirs.map(|one| one.service.as_slice())),
                })
            })
            .collect()
    }
}

fn add_weighted(sum: &mut Vec<f64>, values: &[f64], weight: f64) {
    if sum.len() == values.len() {
        sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value);
    } else {
        // a point where nobody was counted has no service level, and leaves none to the sum
        sum.clear();
    }
}

/// The levels of a grid's parameter that effects are reported for.
fn reported_levels(parameter: &Parameter) -> Vec<usize> {
    let reference = parameter.reference as usize;
    let others = || (0..parameter.levels.len()).filter(|level| *level != reference);
    if parameter.levels.len() <= MOST_LEVELS {
        return others().collect();
    }
    let number = |level: &usize| parameter.levels[*level].number().map(|(number, _)| number);
    if others().any(|level| number(&level).is_none()) {
        return others().collect();
    }
    let value = |level: &usize| number(level).unwrap_or_default();
    let least = others().min_by(|a, b| value(a).total_cmp(&value(b)));
    let greatest = others().max_by(|a, b| value(a).total_cmp(&value(b)));
    [least, greatest].into_iter().flatten().collect()
}

type RegressionColumn = (Vec<f64>, serde_json::Value, serde_json::Value);

/// A parameter's columns of the least-squares problem, each with the values that its effect leads from and to.
fn columns_of(design: &Design, at: usize, parameter: &Parameter) -> Vec<RegressionColumn> {
    let level_of = |point: &Vec<u32>| point[at] as usize;
    let numbers: Option<Vec<(f64, &str)>> =
        design.points.iter().map(|point| parameter.levels[level_of(point)].number()).collect();
    if let Some(numbers) = numbers.filter(|numbers| numbers.iter().all(|(_, unit)| *unit == numbers[0].1)) {
        let order = |a: &usize, b: &usize| numbers[*a].0.total_cmp(&numbers[*b].0);
        let (Some(least), Some(greatest)) = ((0..numbers.len()).min_by(order), (0..numbers.len()).max_by(order)) else {
            return Vec::new();
        };
        let (low, width) = (numbers[least].0, numbers[greatest].0 - numbers[least].0);
        if width <= 0.0 {
            return Vec::new();
        }
        let column = numbers.iter().map(|(number, _)| (number - low) / width).collect();
        let shown = |point: usize| parameter.levels[level_of(&design.points[point])].shown.clone();
        return vec![(column, shown(least), shown(greatest))];
    }
    let mut distinct: Vec<&serde_json::Value> = Vec::new();
    for point in &design.points {
        let shown = &parameter.levels[level_of(point)].shown;
        if !distinct.contains(&shown) {
            distinct.push(shown);
        }
    }
    let Some((first, others)) = distinct.split_first() else { return Vec::new() };
    others
        .iter()
        .map(|value| {
            let is_there = |point: &Vec<u32>| parameter.levels[level_of(point)].shown == **value;
            let column = design.points.iter().map(|point| if is_there(point) { 1.0 } else { 0.0 }).collect();
            (column, (*first).clone(), (*value).clone())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::design::design_points;
    use super::super::point_figures::ContractSeries;
    use super::*;
    use crate::scenario::model::{SweepDesign, VariedParameter, VariedValues};

    fn design(kind: DesignKind, points: Option<u32>) -> Design {
        let list = |values: &[f64]| VariedValues::List(values.iter().map(|value| Some(json!(value))).collect());
        let range = VariedValues::Range { from: 0.0, to: 1.0, unit: String::new(), count: Some(3) };
        let parameters = vec![
            VariedParameter { path: "a".into(), values: range },
            VariedParameter { path: "b".into(), values: list(&[5.0, 7.0]) },
        ];
        design_points(&SweepDesign { kind, parameters, points, seed: 3 }, &json!({ "a": 0.5 })).unwrap()
    }

    /// Profit 10 a + b + noise that is the same at every point, service level a half of that.
    fn effects(design: &Design) -> Vec<Effect> {
        let noise = [100.0, -40.0, 7.0];
        let mut contrasts = Contrasts::new(design, SetsOf::new(1));
        for point in 0..design.points.len() {
            let of: Vec<f64> = design
                .levels(point)
                .map(|(parameter, level)| {
                    level.number().map_or(0.0, |(number, _)| number) * if parameter.path == "a" { 10.0 } else { 1.0 }
                })
                .collect();
            let profit: Vec<f64> = noise.iter().map(|noise| of.iter().sum::<f64>() + noise).collect();
            let service = profit.iter().map(|profit| profit / 2.0).collect();
            let contracts = vec![ContractSeries { contract: Some("c".into()), profit, plan: 0 }];
            contrasts.take_in(point, Some(&PointFigures { contracts, service: vec![service] }));
        }
        contrasts.effects()
    }

    fn profit_of(effect: &Effect) -> Estimate {
        effect.estimates[0].profit.unwrap()
    }

    #[test]
    fn effects_of_a_grid_are_differences_of_means_without_the_common_noise() {
        let found = effects(&design(DesignKind::Grid, None));
        let shown: Vec<_> = found.iter().map(|it| (it.parameter, it.from.clone(), it.to.clone(), it.points)).collect();
        assert_eq!(shown, [(0, json!(0.5), json!(0), 2), (0, json!(0.5), json!(1), 2), (1, json!(5.0), json!(7.0), 3)]);
        for (effect, truth) in found.iter().zip([-5.0, 5.0, 2.0]) {
            let profit = profit_of(effect);
            assert!((profit.value - truth).abs() < 1e-12 && profit.standard_error.unwrap() < 1e-12);
            assert!((effect.estimates[0].service_level.unwrap().value - truth / 2.0).abs() < 1e-12);
        }
    }

    #[test]
    fn effects_one_at_a_time_are_differences_to_the_scenario_as_written() {
        let found = effects(&design(DesignKind::OneAtATime, None));
        let values: Vec<f64> = found.iter().map(|effect| profit_of(effect).value).collect();
        // b is not written in the scenario, so its base has no number: 0 above
        for (value, truth) in values.iter().zip([-5.0, 5.0, 5.0, 7.0]) {
            assert!((value - truth).abs() < 1e-12, "{values:?}");
        }
    }

    #[test]
    fn effects_of_drawn_points_are_slopes_over_the_range() {
        for kind in [DesignKind::LatinHypercube, DesignKind::Sobol] {
            let design = design(kind, Some(40));
            for effect in effects(&design) {
                let number = |value: &serde_json::Value| value.as_f64().unwrap();
                let truth =
                    (number(&effect.to) - number(&effect.from)) * if effect.parameter == 0 { 10.0 } else { 1.0 };
                assert!((profit_of(&effect).value - truth).abs() < 1e-9, "{effect:?}");
            }
        }
    }

    #[test]
    fn a_point_without_figures_makes_its_effects_unknown() {
        let design = design(DesignKind::OneAtATime, None);
        let mut contrasts = Contrasts::new(&design, SetsOf::new(1));
        let figures = PointFigures {
            contracts: vec![ContractSeries { contract: None, profit: Vec::new(), plan: 0 }],
            service: vec![vec![0.5, 0.6]],
        };
        for point in 0..design.points.len() {
            contrasts.take_in(point, (point != 2).then_some(&figures));
        }
        let found: Vec<bool> = contrasts.effects().iter().map(|effect| effect.estimates.is_empty()).collect();
        assert_eq!(found, [false, true, false, false]);
    }
}
