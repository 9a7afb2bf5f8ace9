//! `--precision profit:0.01:2000`: how well a measure must be known before a run ends.

use std::str::FromStr;

use serde_json::{Value, json};

/// Most replications when the command line does not say.
const AT_MOST: u32 = 10_000;

/// A stopping rule as typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PrecisionArgument {
    measure: &'static str,
    half_width: f64,
    at_most: u32,
}

impl PrecisionArgument {
    /// The same as the scenario would have it under `run.precision`.
    pub(super) fn as_written(&self) -> Value {
        json!({ "measure": self.measure, "half_width": self.half_width, "at_most": self.at_most })
    }
}

/// What is wrong with a stopping rule as typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PrecisionSyntaxError {
    #[error("write MEASURE:HALF_WIDTH[:AT_MOST], such as profit:0.01 or service_level:0.005:2000")]
    Form,
    #[error("'{0}' is not a measure to watch; write profit or service_level")]
    Measure(String),
    #[error("'{0}' is not a half width; write a number above 0, such as 0.01")]
    HalfWidth(String),
    #[error("'{0}' is not a number of replications; write a whole number above 0, such as 2000")]
    AtMost(String),
}

impl FromStr for PrecisionArgument {
    type Err = PrecisionSyntaxError;

    fn from_str(text: &str) -> Result<Self, PrecisionSyntaxError> {
        let (measure, rest) = text.split_once(':').ok_or(PrecisionSyntaxError::Form)?;
        let (half_width, at_most) = match rest.split_once(':') {
            Some((half_width, at_most)) => (half_width, Some(at_most)),
            None => (rest, None),
        };
        let measure = match measure {
            "profit" => "profit",
            "service_level" => "service_level",
            other => return Err(PrecisionSyntaxError::Measure(other.to_owned())),
        };
        let wrong = || PrecisionSyntaxError::HalfWidth(half_width.to_owned());
        let half_width: f64 = half_width.parse().map_err(|_| wrong())?;
        if !(half_width > 0.0 && half_width.is_finite()) {
            return Err(wrong());
        }
        let at_most = match at_most {
            None => AT_MOST,
            Some(text) => match text.parse() {
                Ok(count) if count > 0 => count,
                _ => return Err(PrecisionSyntaxError::AtMost(text.to_owned())),
            },
        };
        Ok(PrecisionArgument { measure, half_width, at_most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_with_and_without_its_most() {
        let read = |text: &str| text.parse::<PrecisionArgument>().map(|rule| rule.as_written());
        assert_eq!(read("profit:0.01"), Ok(json!({ "measure": "profit", "half_width": 0.01, "at_most": 10_000 })));
        assert_eq!(
            read("service_level:0.005:400"),
            Ok(json!({ "measure": "service_level", "half_width": 0.005, "at_most": 400 }))
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        let error = |text: &str| text.parse::<PrecisionArgument>().unwrap_err();
        assert_eq!(error("profit"), PrecisionSyntaxError::Form);
        assert_eq!(error("profits:0.1"), PrecisionSyntaxError::Measure("profits".into()));
        for text in ["0", "-0.1", "NaN", "inf", "", "1%"] {
            assert_eq!(error(&format!("profit:{text}")), PrecisionSyntaxError::HalfWidth(text.into()));
        }
        assert_eq!(error("profit:0.1:0"), PrecisionSyntaxError::AtMost("0".into()));
        assert_eq!(error("profit:0.1:5:6"), PrecisionSyntaxError::AtMost("5:6".into()));
    }
}
