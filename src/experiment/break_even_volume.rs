//! The volume at which a contract reaches a margin at its written prices.
//!
//! Volume is a factor on the scenario's demand: a season of another size, with forecasts to match, a plan of its own and the
//! same bounds, monthly amounts and investments. Mean profit less margin times mean revenue is found by simulation, on the
//! same random numbers at every volume, and its root by regula falsi (Illinois rule) on the logarithm of the factor.

use std::sync::atomic::AtomicBool;

use super::observer::Observer;
use super::played_volumes::{plan_and_play, price_all};
use super::run::{ExperimentSettings, RunError};
use crate::engine::Season;
use crate::scenario::model::Scenario;
use crate::statistics::{Confidence, Estimate, SetsOf};

/// Factors beyond these are not tried.
const RANGE: (f64, f64) = (1.0 / 16.0, 16.0);
/// From one factor to the next while a change of sign is looked for.
const STRIDE: f64 = 1.6;
/// Most volumes tried after that.
const MOST_STEPS: u32 = 8;
/// A root is found when its bracket is this narrow, as a ratio.
const WIDEST: f64 = 1.01;

/// A volume that was tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TriedVolume {
    /// Times the scenario's demand.
    pub factor: f64,
    /// Mean profit over mean revenue.
    pub margin: Option<Estimate>,
}

/// A break-even volume, and how it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEvenVolume {
    /// Times the scenario's demand; `None` when the margin is on one side of the wanted one at every volume tried.
    pub factor: Option<f64>,
    /// Expected contacts of that season, before redials and repeats.
    pub contacts: Option<f64>,
    /// The volumes tried, in order.
    pub tried: Vec<TriedVolume>,
}

/// Finds the volume at which a contract, by its index, reaches a margin.
///
/// # Errors
/// When there is no plan at the scenario's own volume, or `stop` is set.
pub fn break_even_volume(
    scenario: &Scenario,
    contract: usize,
    margin: f64,
    settings: ExperimentSettings,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<BreakEvenVolume, RunError> {
    let alone = Scenario { contracts: vec![scenario.contracts[contract].clone()], ..scenario.clone() };
    let sets = SetsOf::of_run(&scenario.run);
    let mut tried = Vec::new();
    let mut over = |factor: f64| -> Result<f64, RunError> {
        let scenario = alone.with_demand_scaled(factor);
        let season = Season::new(&scenario);
        let (plan, played) = plan_and_play(&season, 0, settings, observer, stop)?;
        let statements = price_all(&scenario, &plan, 0, &played);
        let profit: Vec<f64> = statements.iter().map(|statement| statement.profit()).collect();
        let revenue: Vec<f64> = statements.iter().map(|statement| statement.revenue()).collect();
        tried.push(TriedVolume { factor, margin: sets.ratio(&profit, &revenue, Confidence::default()) });
        // by contact, so that volumes compare
        Ok((profit.iter().sum::<f64>() - margin * revenue.iter().sum::<f64>()) / factor)
    };
    let factor = match bracket(&mut over)? {
        Some(bracket) => Some(root(bracket, &mut over)?),
        None => None,
    };
    Ok(BreakEvenVolume { factor, contacts: factor.map(|factor| factor * alone.expected_contacts()), tried })
}

/// Two factors with their values, of opposite sign.
type Bracket = [(f64, f64); 2];

/// Goes from 1 to where the sign changes: down when the margin is passed at 1, up when it is not, and, since economies of
/// scale may work either way, in the other direction if that finds nothing.
fn bracket(over: &mut dyn FnMut(f64) -> Result<f64, RunError>) -> Result<Option<Bracket>, RunError> {
    let here = over(1.0)?;
    let first = if here >= 0.0 { 1.0 / STRIDE } else { STRIDE };
    for stride in [first, 1.0 / first] {
        let mut last = (1.0, here);
        loop {
            let factor = last.0 * stride;
            if factor < RANGE.0 || factor > RANGE.1 {
                break;
            }
            let value = match over(factor) {
                Ok(value) => value,
                // more volume than the bounds on people allow, at once or in shifts
                Err(RunError::Infeasible(_) | RunError::Unstaffable(_)) => break,
                Err(stopped) => return Err(stopped),
            };
            if (value >= 0.0) != (here >= 0.0) {
                return Ok(Some([last, (factor, value)]));
            }
            last = (factor, value);
        }
    }
    Ok(None)
}

fn root(bracket: Bracket, over: &mut dyn FnMut(f64) -> Result<f64, RunError>) -> Result<f64, RunError> {
    let [mut kept, mut newest] = bracket.map(|(factor, value)| (libm::log(factor), value));
    for _ in 0..MOST_STEPS {
        if (newest.0 - kept.0).abs() <= libm::log(WIDEST) {
            break;
        }
        let at = newest.0 - newest.1 * (newest.0 - kept.0) / (newest.1 - kept.1);
        let value = over(libm::exp(at))?;
        if (value >= 0.0) == (newest.1 >= 0.0) {
            kept.1 /= 2.0;
        } else {
            kept = newest;
        }
        let moved = (at - newest.0).abs();
        newest = (at, value);
        if moved <= libm::log(WIDEST) / 2.0 {
            break;
        }
    }
    Ok(libm::exp(newest.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staffing::Unstaffable;

    #[test]
    fn a_root_is_bracketed_and_found_on_either_side_of_one() {
        for wanted in [0.11, 0.4, 0.93, 1.7, 9.0] {
            let mut tried = 0;
            let mut over = |factor: f64| {
                tried += 1;
                Ok(1.0 - wanted / factor)
            };
            let found = root(bracket(&mut over).unwrap().unwrap(), &mut over).unwrap();
            assert!((found / wanted - 1.0).abs() < 0.01, "{found} for {wanted}");
            assert!(tried <= 16, "{tried} tries for {wanted}");
        }
    }

    #[test]
    fn volumes_that_people_cannot_work_end_the_search_on_that_side_alone() {
        let too_few = || Unstaffable::TooFewHeads {
            group: "agents".to_owned(),
            week: "2025-11-03".to_owned(),
            needed: 40,
            most: 30,
            why: "the shifts of 2025-11-03, one a person".to_owned(),
        };
        let mut over =
            |factor: f64| if factor > 1.0 { Err(RunError::Unstaffable(too_few())) } else { Ok(0.5 - factor) };
        let [(above, _), (below, _)] = bracket(&mut over).unwrap().expect("smaller volumes have the root");
        assert!(below < 0.5 && 0.5 < above);
    }

    #[test]
    fn without_a_change_of_sign_there_is_no_bracket() {
        assert_eq!(bracket(&mut |_| Ok(1.0)).unwrap(), None);
        assert_eq!(bracket(&mut |_| Err(RunError::Interrupted)), Err(RunError::Interrupted));
    }
}
