//! From what is to be varied to a list of points.
//!
//! Each parameter has levels; a point is one level of each. A grid counts through its combinations, the last parameter
//! fastest. One-at-a-time begins with the scenario as written. Drawn designs give each point a level of its own.

use std::collections::HashSet;

use serde_json::Value;

use super::drawn_points::{latin_hypercube, sobol};
use super::scaling::{rounded, scaled};
use crate::scenario::model::{DesignKind, SweepDesign, VariedParameter, VariedValues};
use crate::scenario::reading::{Override, value_at};
use crate::scenario::resolve::{number_value, number_with_unit};

/// Most points of a sweep.
const MOST_POINTS: u64 = 200_000;

/// One value of a parameter.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Level {
    /// What is laid over the scenario; nothing leaves the scenario's own value.
    pub value: Option<Value>,
    /// What a table shows: the value; the factor, where a list or table is multiplied; null for what is not written.
    pub shown: Value,
}

impl Level {
    /// The level as a number, with its unit where it has one.
    pub fn number(&self) -> Option<(f64, &str)> {
        match &self.shown {
            Value::Number(number) => number.as_f64().map(|number| (number, "")),
            Value::String(text) => number_with_unit(text),
            _ => None,
        }
    }
}

/// A parameter with its levels.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Parameter {
    /// Path of the scenario.
    pub path: String,
    /// Its levels.
    pub levels: Vec<Level>,
    /// The level that the scenario itself is at, or else the first.
    pub reference: u32,
}

/// Parameters and points.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Design {
    /// How points were chosen.
    pub kind: DesignKind,
    /// What is varied.
    pub parameters: Vec<Parameter>,
    /// By point and parameter, the level.
    pub points: Vec<Vec<u32>>,
}

/// Why there is no design.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// Nothing is varied.
    #[error(
        "nothing is varied; give the scenario a [sweep], or --vary path=VALUES such as --vary demand.scale=0.8,1,1.2"
    )]
    Empty,
    /// A path twice.
    #[error("'{0}' is varied twice; give all its values at once")]
    Twice(String),
    /// A path inside another.
    #[error("'{inner}' is a part of '{outer}', which is varied too; vary one of them")]
    Within {
        /// The longer path.
        inner: String,
        /// The shorter one.
        outer: String,
    },
    /// A path of how the run goes.
    #[error("'{0}' cannot be varied: all points are compared on the same replications; give --seed or --replications")]
    RunSetting(String),
    /// A range of a grid without a count.
    #[error("'{0}' has a range without a number of values; write from:to:count, such as 0.8:1.2:5")]
    NoCount(String),
    /// A drawn design without a number of points.
    #[error("a design of the kind {0} needs a number of points; give --points, or points in [sweep]")]
    NoPoints(&'static str),
    /// A number of points where the values give it.
    #[error("a design of the kind {0} has as many points as its values give; leave points out, or give --design sobol")]
    PointsGiven(&'static str),
    /// Factors on what is no number.
    #[error("'{path}' cannot be multiplied: the scenario has {found} there, and factors need a number, or numbers")]
    NotANumber {
        /// The path.
        path: String,
        /// What is there.
        found: String,
    },
    /// Too many.
    #[error("the design has {0} points, and must have at most {MOST_POINTS}; take fewer values, or --design sobol")]
    TooMany(u64),
}

/// The points of a design over a scenario as written.
///
/// # Errors
/// When the design makes no sense, or multiplies what is no number.
pub fn design_points(design: &SweepDesign, written: &Value) -> Result<Design, DesignError> {
    check_paths(&design.parameters)?;
    let kind = design.kind;
    let is_drawn = matches!(kind, DesignKind::LatinHypercube | DesignKind::Sobol);
    match design.points {
        None if is_drawn => return Err(DesignError::NoPoints(kind.name())),
        Some(points) if is_drawn => within_limit(u64::from(points))?,
        Some(_) => return Err(DesignError::PointsGiven(kind.name())),
        None => {}
    }
    let own = |parameter: &VariedParameter| own_level(parameter, written);
    if is_drawn {
        let (dimensions, points) = (design.parameters.len(), design.points.unwrap_or_default());
        let unit = match kind {
            DesignKind::Sobol => sobol(points, dimensions, design.seed),
            _ => latin_hypercube(points, dimensions, design.seed),
        };
        let parameters = design
            .parameters
            .iter()
            .enumerate()
            .map(|(at, parameter)| {
                let levels: Result<Vec<Level>, _> =
                    unit.iter().map(|point| drawn_level(parameter, point[at], written)).collect();
                Ok(Parameter { path: parameter.path.clone(), levels: levels?, reference: 0 })
            })
            .collect::<Result<_, DesignError>>()?;
        let points = (0..points).map(|point| vec![point; dimensions]).collect();
        return Ok(Design { kind, parameters, points });
    }
    let mut parameters = Vec::new();
    for parameter in &design.parameters {
        let mut levels = levels(parameter, written)?;
        let own = own(parameter);
        if kind == DesignKind::OneAtATime {
            levels.retain(|level| level.shown != own.shown);
            levels.insert(0, own.clone());
        }
        let reference = levels.iter().position(|level| level.shown == own.shown).unwrap_or(0) as u32;
        parameters.push(Parameter { path: parameter.path.clone(), levels, reference });
    }
    let points = match kind {
        DesignKind::OneAtATime => one_at_a_time(&parameters),
        DesignKind::Listed => (0..parameters[0].levels.len() as u32).map(|row| vec![row; parameters.len()]).collect(),
        _ => {
            let combinations = parameters.iter().fold(1u64, |all, one| all.saturating_mul(one.levels.len() as u64));
            within_limit(combinations)?;
            grid(&parameters, combinations)
        }
    };
    within_limit(points.len() as u64)?;
    Ok(Design { kind, parameters, points })
}

impl Design {
    /// So many points that are all the scenario as written.
    pub fn as_written(points: u32) -> Self {
        Design { kind: DesignKind::Listed, parameters: Vec::new(), points: vec![Vec::new(); points as usize] }
    }

    /// What a point lays over the scenario.
    pub fn overrides(&self, point: usize) -> Vec<Override> {
        let origin = format!("point {}", point + 1);
        self.levels(point)
            .filter_map(|(parameter, level)| Some(Override::varied(&parameter.path, level.value.clone()?, &origin)))
            .collect()
    }

    /// A point's parameters with their levels.
    pub fn levels(&self, point: usize) -> impl Iterator<Item = (&Parameter, &Level)> {
        let of_point = &self.points[point];
        self.parameters.iter().zip(of_point).map(|(parameter, level)| (parameter, &parameter.levels[*level as usize]))
    }
}

fn check_paths(parameters: &[VariedParameter]) -> Result<(), DesignError> {
    if parameters.is_empty() {
        return Err(DesignError::Empty);
    }
    let mut seen = HashSet::new();
    for VariedParameter { path, values } in parameters {
        if !seen.insert(path) {
            return Err(DesignError::Twice(path.clone()));
        }
        if ["run", "sweep", "format", "name"].contains(&path.split('.').next().unwrap_or_default()) {
            return Err(DesignError::RunSetting(path.clone()));
        }
        if matches!(values, VariedValues::List(list) if list.is_empty()) {
            return Err(DesignError::Empty);
        }
        let outer = parameters.iter().find(|one| path.starts_with(&format!("{}.", one.path)));
        if let Some(outer) = outer {
            return Err(DesignError::Within { inner: path.clone(), outer: outer.path.clone() });
        }
    }
    Ok(())
}

fn within_limit(points: u64) -> Result<(), DesignError> {
    if points > MOST_POINTS { Err(DesignError::TooMany(points)) } else { Ok(()) }
}

/// What the scenario has itself.
fn own_level(parameter: &VariedParameter, written: &Value) -> Level {
    let shown = match (&parameter.values, value_at(written, &parameter.path)) {
        (_, Some(own)) if !own.is_array() && !own.is_object() => own.clone(),
        (VariedValues::Factors(_) | VariedValues::FactorRange { .. }, _) => number_value(1.0),
        (_, Some(own)) => own.clone(),
        (_, None) => Value::Null,
    };
    Level { value: None, shown }
}

fn levels(parameter: &VariedParameter, written: &Value) -> Result<Vec<Level>, DesignError> {
    let evenly = |from: f64, to: f64, count: Option<u32>| -> Result<Vec<f64>, DesignError> {
        let count = count.ok_or_else(|| DesignError::NoCount(parameter.path.clone()))?;
        Ok((0..count).map(|at| rounded(from + (to - from) * f64::from(at) / f64::from(count - 1))).collect())
    };
    match &parameter.values {
        VariedValues::List(values) => Ok(values
            .iter()
            .map(|value| match value {
                Some(value) => Level { value: Some(value.clone()), shown: value.clone() },
                None => own_level(parameter, written),
            })
            .collect()),
        VariedValues::Range { from, to, unit, count } => {
            Ok(evenly(*from, *to, *count)?.into_iter().map(|number| level_of_number(number, unit)).collect())
        }
        VariedValues::Factors(factors) => {
            factors.iter().map(|factor| level_of_factor(parameter, *factor, written)).collect()
        }
        VariedValues::FactorRange { from, to, count } => {
            evenly(*from, *to, *count)?.into_iter().map(|factor| level_of_factor(parameter, factor, written)).collect()
        }
    }
}

/// The level at a place in [0, 1) of the parameter's range.
fn drawn_level(parameter: &VariedParameter, at: f64, written: &Value) -> Result<Level, DesignError> {
    let within = |from: f64, to: f64| rounded(from + (to - from) * at);
    let pick = |count: usize| ((at * count as f64) as usize).min(count - 1);
    match &parameter.values {
        VariedValues::List(values) => {
            let value = values[pick(values.len())].clone();
            Ok(Level { shown: value.clone().unwrap_or(Value::Null), value })
        }
        VariedValues::Range { from, to, unit, .. } => Ok(level_of_number(within(*from, *to), unit)),
        VariedValues::Factors(factors) => level_of_factor(parameter, factors[pick(factors.len())], written),
        VariedValues::FactorRange { from, to, .. } => level_of_factor(parameter, within(*from, *to), written),
    }
}

fn level_of_number(number: f64, unit: &str) -> Level {
    let value = if unit.is_empty() { number_value(number) } else { Value::String(format!("{number}{unit}")) };
    Level { value: Some(value.clone()), shown: value }
}

fn level_of_factor(parameter: &VariedParameter, factor: f64, written: &Value) -> Result<Level, DesignError> {
    let own = value_at(written, &parameter.path);
    let value = own.and_then(|own| scaled(own, factor)).ok_or_else(|| DesignError::NotANumber {
        path: parameter.path.clone(),
        found: own.map_or_else(|| "nothing".to_owned(), ToString::to_string),
    })?;
    let shown = if value.is_array() || value.is_object() { number_value(factor) } else { value.clone() };
    Ok(Level { value: Some(value), shown })
}

fn grid(parameters: &[Parameter], combinations: u64) -> Vec<Vec<u32>> {
    (0..combinations)
        .map(|number| {
            let mut left = number;
            let mut point = vec![0; parameters.len()];
            for (at, parameter) in parameters.iter().enumerate().rev() {
                let count = parameter.levels.len() as u64;
                point[at] = (left % count) as u32;
                left /= count;
            }
            point
        })
        .collect()
}

fn one_at_a_time(parameters: &[Parameter]) -> Vec<Vec<u32>> {
    let base = vec![0; parameters.len()];
    let mut points = vec![base.clone()];
    for (at, parameter) in parameters.iter().enumerate() {
        for level in 1..parameter.levels.len() as u32 {
            let mut point = base.clone();
            point[at] = level;
            points.push(point);
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn design(kind: DesignKind, vary: &[(&str, VariedValues)], points: Option<u32>) -> Result<Design, DesignError> {
        let parameters = vary
            .iter()
            .map(|(path, values)| VariedParameter { path: (*path).into(), values: values.clone() })
            .collect();
        let written =
            json!({ "demand": { "scale": 1.0 }, "x": { "a": "180s", "b": [2, 4], "c": { "kind": "gamma" } } });
        design_points(&SweepDesign { kind, parameters, points, seed: 1 }, &written)
    }

    fn list(values: &[f64]) -> VariedValues {
        VariedValues::List(values.iter().map(|value| Some(json!(value))).collect())
    }

    fn shown(design: &Design) -> Vec<Vec<Value>> {
        (0..design.points.len())
            .map(|point| design.levels(point).map(|(_, level)| level.shown.clone()).collect())
            .collect()
    }

    #[test]
    fn a_grid_counts_through_its_combinations() {
        let found = design(DesignKind::Grid, &[("demand.scale", list(&[0.8, 1.0])), ("y", list(&[1.0, 2.0]))], None);
        let found = found.unwrap();
        assert_eq!(
            shown(&found),
            [[0.8, 1.0], [0.8, 2.0], [1.0, 1.0], [1.0, 2.0]].map(|row| row.map(|it| json!(it)).to_vec())
        );
        assert_eq!((found.parameters[0].reference, found.parameters[1].reference), (1, 0));
    }

    #[test]
    fn one_at_a_time_begins_with_the_scenario_as_written() {
        let found = design(
            DesignKind::OneAtATime,
            &[("demand.scale", list(&[0.8, 1.0, 1.2])), ("x.a", VariedValues::Factors(vec![0.5, 2.0]))],
            None,
        )
        .unwrap();
        assert_eq!(
            shown(&found),
            [
                [json!(1.0), json!("180s")],
                [json!(0.8), json!("180s")],
                [json!(1.2), json!("180s")],
                [json!(1.0), json!("90s")],
                [json!(1.0), json!("360s")]
            ]
            .map(|row| row.to_vec())
        );
        assert!(found.overrides(0).is_empty());
        assert_eq!(found.overrides(3)[0].text(), "x.a=\"90s\"");
    }

    #[test]
    fn factors_multiply_lists_and_show_themselves() {
        let found = design(DesignKind::Grid, &[("x.b", VariedValues::Factors(vec![1.5]))], None).unwrap();
        assert_eq!(shown(&found), [[json!(1.5)]]);
        assert_eq!(found.overrides(0)[0].value(), &json!([3, 6]));
        let error = design(DesignKind::Grid, &[("x.c", VariedValues::Factors(vec![1.5]))], None).unwrap_err();
        assert!(matches!(error, DesignError::NotANumber { .. }), "{error}");
    }

    #[test]
    fn ranges_are_even_and_need_a_count_in_a_grid() {
        let range = |count| VariedValues::Range { from: 2.0, to: 3.0, unit: String::new(), count };
        let found = design(DesignKind::Grid, &[("y", range(Some(11)))], None).unwrap();
        assert_eq!(shown(&found)[3], [json!(2.3)]);
        assert_eq!(design(DesignKind::Grid, &[("y", range(None))], None), Err(DesignError::NoCount("y".into())));
        let drawn = design(DesignKind::Sobol, &[("y", range(None)), ("z", list(&[1.0, 2.0]))], Some(64)).unwrap();
        assert_eq!(drawn.points.len(), 64);
        let ones = drawn.parameters[1].levels.iter().filter(|level| level.shown == json!(1.0)).count();
        assert_eq!(ones, 32, "a Sobol sequence is balanced");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let none: [(&str, VariedValues); 0] = [];
        assert_eq!(design(DesignKind::Grid, &none, None), Err(DesignError::Empty));
        assert_eq!(design(DesignKind::Grid, &[("y", list(&[]))], None), Err(DesignError::Empty));
        let twice = [("y", list(&[1.0])), ("y", list(&[2.0]))];
        assert_eq!(design(DesignKind::Grid, &twice, None), Err(DesignError::Twice("y".into())));
        let within = [("x", list(&[1.0])), ("x.a", list(&[2.0]))];
        assert!(matches!(design(DesignKind::Grid, &within, None), Err(DesignError::Within { .. })));
        assert_eq!(
            design(DesignKind::Grid, &[("run.seed", list(&[1.0]))], None),
            Err(DesignError::RunSetting("run.seed".into()))
        );
        assert_eq!(design(DesignKind::Sobol, &[("y", list(&[1.0]))], None), Err(DesignError::NoPoints("sobol")));
        let long: Vec<f64> = (0..1000).map(f64::from).collect();
        let huge = [("a", list(&long)), ("b", list(&long))];
        assert_eq!(design(DesignKind::Grid, &huge, None), Err(DesignError::TooMany(1_000_000)));
    }
}
