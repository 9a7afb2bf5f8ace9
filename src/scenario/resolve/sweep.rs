//! `[sweep]`: paths, values to try, and the design. Whether a path exists is known when its values are laid over the scenario.

use serde_json::Value;

use super::varied_values::{MOST_VALUES, ValuesSyntaxError, varied_values_from_text};
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, did_you_mean};
use crate::scenario::model::{DesignKind, SweepDesign, VariedParameter, VariedValues};
use crate::scenario::written::{SweepDesign as DesignWritten, SweepWritten};

/// Seed of a design, if nothing is said.
const USUAL_SEED: u64 = 1;

/// Resolves a `[sweep]`; `None` only with a complaint.
pub fn sweep(written: &SweepWritten, path: &KeyPath, problems: &mut Problems) -> Option<SweepDesign> {
    let vary_path = path.key("vary");
    let vary = written.vary.as_ref()?;
    if vary.is_empty() {
        let remedy = "name a path and its values, such as \"demand.scale\" = [0.8, 1.0, 1.2]";
        problems.at(&vary_path, Complaint::new("", "gives nothing to vary").remedy(remedy));
        return None;
    }
    let parameters: Vec<VariedParameter> = vary
        .iter()
        .filter_map(|(name, values)| {
            let path = vary_path.key(name);
            match varied(values) {
                Ok(values) => Some(VariedParameter { path: name.clone(), values }),
                Err(complaint) => {
                    problems.at(&path, complaint);
                    None
                }
            }
        })
        .collect();
    Some(SweepDesign {
        kind: match written.design {
            None | Some(DesignWritten::Grid) => DesignKind::Grid,
            Some(DesignWritten::LatinHypercube) => DesignKind::LatinHypercube,
            Some(DesignWritten::Sobol) => DesignKind::Sobol,
            Some(DesignWritten::OneAtATime) => DesignKind::OneAtATime,
        },
        parameters: (parameters.len() == vary.len()).then_some(parameters)?,
        points: written.points.map(|points| points.0),
        seed: written.seed.map_or(USUAL_SEED, |seed| seed.0),
    })
}

fn varied(values: &Value) -> Result<VariedValues, Complaint> {
    match values {
        Value::Array(list) if list.is_empty() => {
            Err(Complaint::new("[]", "gives no values to try").remedy("write some, such as [2.0, 2.5]"))
        }
        Value::Array(list) => Ok(VariedValues::List(list.iter().cloned().map(Some).collect())),
        Value::Object(range) => range_of(range),
        Value::String(text) => varied_values_from_text(text, &|entry| Value::String(entry.to_owned()))
            .map_err(|error| complaint(text, &error)),
        other => Ok(VariedValues::List(vec![Some(other.clone())])),
    }
}

fn complaint(text: &str, error: &ValuesSyntaxError) -> Complaint {
    let told = error.to_string();
    let (rule, remedy) = told.split_once("; ").expect("every message ends with what to write instead");
    Complaint::new(format!("\"{text}\""), rule).remedy(remedy)
}

/// `{ from, to, step }` or `{ from, to, count }`.
fn range_of(range: &serde_json::Map<String, Value>) -> Result<VariedValues, Complaint> {
    let known = ["from", "to", "step", "count"];
    if let Some(key) = range.keys().find(|key| !known.contains(&key.as_str())) {
        let complaint = Complaint::new(format!("\"{key}\""), "is not a key of a range");
        return Err(complaint.maybe_remedy(did_you_mean(key, known)));
    }
    let number = |key: &str| match range.get(key) {
        None => Ok(None),
        Some(value) => match value.as_f64() {
            Some(number) => Ok(Some(number)),
            None => {
                let complaint = Complaint::new(value, format!("must be a number, as the {key} of a range"));
                Err(complaint
                    .remedy("write a number, such as 0.8; other values go into a list, such as [\"120s\", \"150s\"]"))
            }
        },
    };
    let (Some(from), Some(to)) = (number("from")?, number("to")?) else {
        return Err(Complaint::new("", "is a range without both ends").remedy("write from and to"));
    };
    if from >= to {
        return Err(Complaint::new(format!("{from} to {to}"), "must go upwards").remedy("write the lower end as from"));
    }
    let count = match (number("step")?, number("count")?) {
        (Some(_), Some(_)) => {
            return Err(Complaint::new("", "has both step and count").remedy("write one of them"));
        }
        (Some(step), None) => {
            let steps = (to - from) / step;
            if !(step > 0.0 && steps < f64::from(MOST_VALUES)) || (steps - steps.round()).abs() > 1e-6 * steps {
                let rule = format!("must be a step that leads from {from} to {to} in whole steps");
                return Err(Complaint::new(step, rule).remedy("write a count instead"));
            }
            Some(steps.round() as u32 + 1)
        }
        (None, Some(count)) => {
            if count.fract() != 0.0 || !(2.0..=f64::from(MOST_VALUES)).contains(&count) {
                let complaint =
                    Complaint::new(count, "must be a whole number from 2 to 1000000, as the count of a range");
                return Err(complaint.remedy("write how many values to try, such as 5"));
            }
            Some(count as u32)
        }
        (None, None) => None,
    };
    Ok(VariedValues::Range { from, to, unit: String::new(), count })
}
