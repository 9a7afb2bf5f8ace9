//! `peakdesk payback`.

use std::io::Write;

use clap::Args;

use super::arguments::ScenarioArgs;
use super::check::print_warnings;
use super::error::CliError;
use super::format::Format;
use super::interrupt::stop_on_interrupt;
use super::quote::positive;
use super::run::experiment_settings;
use super::terminal::TerminalArgs;
use super::threads::ThreadsArgs;
use crate::experiment::{PaybackError, PaybackTerms, payback};
use crate::output::{ProgressBars, payback_findings};

/// The bot as an investment.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:\n  peakdesk payback scenarios/double11\n  \
                  peakdesk payback scenarios/double11 --months 24 --discount 0.1 --set bot.cost.investment=1200000")]
pub(super) struct PaybackArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
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
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

/// Plays the season with the bot and without it, and prints what that comes to.
pub(super) fn run(args: &PaybackArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let stop = stop_on_interrupt();
    let reading = args.scenario.read()?;
    print_warnings(&reading.warnings, args.terminal.color_of_stderr());
    let scenario = &reading.scenario;
    let usual = PaybackTerms::of(scenario);
    let terms = PaybackTerms {
        discount_year: args.discount.unwrap_or(usual.discount_year),
        horizon_months: args.months.unwrap_or(usual.horizon_months),
        ordinary_month: args.ordinary_month.unwrap_or(usual.ordinary_month),
    };
    let language = args.terminal.language();
    let progress = ProgressBars::new(args.terminal.visibility(), language);
    let settings = experiment_settings(scenario);
    let found = args.threads.pool()?.install(|| payback(scenario, terms, settings, &progress, &stop));
    progress.finish();
    let findings = payback_findings(scenario, &found?, language);
    args.format.write(&findings, args.terminal.style_of_stdout(), out)
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
