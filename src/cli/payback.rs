//! `peakdesk payback`.

use std::io::Write;

use clap::Args;

use super::arguments::ScenarioArgs;
use super::check::print_warnings;
use super::contract_choice::contract_named;
use super::error::CliError;
use super::figures::FiguresArgs;
use super::interrupt::stop_on_interrupt;
use super::quote::positive;
use super::run::experiment_settings;
use crate::experiment::{PaybackError, PaybackTerms, payback};
use crate::output::{ProgressBars, payback_findings};

/// The bot as an investment.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:\n  peakdesk payback scenarios/double11\n  \
                  peakdesk payback scenarios/double11 --months 24 --discount 0.1 --set bot.cost.investment=1200000")]
pub(super) struct PaybackArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The contract whose plans the savings are those of, where each has its own; by default the first
    #[arg(long, value_name = "NAME")]
    contract: Option<String>,
    /// Months over which savings count; by default those of the bot's write-off
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=600))]
    months: Option<u32>,
    /// Discount rate of a year [default: 0.08]
    #[arg(long, value_name = "RATE", value_parser = rate, allow_negative_numbers = true)]
    discount: Option<f64>,
    /// What an ordinary month saves, as a share of a month of the season; by default the season's median day over its
    /// mean day
    #[arg(long, value_name = "SHARE", value_parser = positive, allow_negative_numbers = true)]
    ordinary_month: Option<f64>,
    #[command(flatten)]
    pub(super) figures: FiguresArgs,
}

/// Plays the season with the bot and without it, and prints what that comes to.
pub(super) fn run(args: &PaybackArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let stop = stop_on_interrupt();
    let reading = args.scenario.read()?;
    print_warnings(&reading.warnings, args.figures.terminal.color_of_stderr());
    let scenario = &reading.scenario;
    let usual = PaybackTerms::of(scenario);
    let terms = PaybackTerms {
        discount_year: args.discount.unwrap_or(usual.discount_year),
        horizon_months: args.months.unwrap_or(usual.horizon_months),
        ordinary_month: args.ordinary_month.unwrap_or(usual.ordinary_month),
    };
    let contract = args.contract.as_ref().map_or(Ok(0), |name| contract_named(scenario, name))?;
    let settings = experiment_settings(scenario);
    let find = |progress: &ProgressBars| payback(scenario, contract, terms, settings, progress, &stop);
    args.figures.answer(find, |found, language| payback_findings(scenario, found, language), out)
}

impl From<PaybackError> for CliError {
    fn from(error: PaybackError) -> Self {
        match error {
            PaybackError::Run(reason) => reason.into(),
            other => CliError::NoAnswer(other.to_string()),
        }
    }
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate >= 0.0);
    rate.ok_or_else(|| "write a rate of 0 or more, such as 0.08 for 8 % a year".to_owned())
}
