//! A contract named on the command line.

use super::error::CliError;
use crate::scenario::model::Scenario;

/// Index of the contract with a name.
pub(super) fn contract_named(scenario: &Scenario, name: &str) -> Result<usize, CliError> {
    let place = scenario.contracts.iter().position(|contract| contract.name == name);
    place.ok_or_else(|| {
        let names: Vec<&str> = scenario.contracts.iter().map(|contract| contract.name.as_str()).collect();
        CliError::CommandLine(match names.is_empty() {
            true => format!("there is no contract '{name}': the scenario has none"),
            false => format!("there is no contract '{name}'; the scenario has {}", names.join(", ")),
        })
    })
}
