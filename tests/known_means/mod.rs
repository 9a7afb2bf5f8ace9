//! Short seasons of one phone queue whose mean money is known, for studies of intervals over many runs.

use std::sync::atomic::AtomicBool;

use peakdesk::experiment::{ExperimentSettings, Results, Unobserved, run};
use peakdesk::scenario::model::Scenario;
use peakdesk::scenario::reading::scenario_from_toml;
use peakdesk::staffing::SearchSettings;

/// A season with `[run] control` and `draws`, a phone channel that never closes, and the rest of its scenario.
pub fn season((control, draws): (&str, &str), seed: u64, replications: u32, rest: &str) -> Scenario {
    let text = format!(
        r#"
format   = 1
name     = "known"
currency = "CNY"
[run]
seed         = {seed}
replications = {replications}
control      = "{control}"
draws        = "{draws}"
[channels.phone]
kind = "voice"
open = "00:00-24:00"
{rest}"#
    );
    scenario_from_toml(&text).expect("the scenario is right")
}

/// What its run finds.
pub fn results(scenario: &Scenario) -> Results {
    let settings = ExperimentSettings {
        seed: scenario.run.seed,
        replications: scenario.run.replications,
        precision: scenario.run.precision,
        search: SearchSettings::default(),
    };
    run(scenario, settings, &Unobserved, &AtomicBool::new(false)).expect("the plan is given").results
}
