//! `peakdesk quote`.

use std::io::Write;

use clap::Args;

use super::arguments::ScenarioArgs;
use super::check::print_warnings;
use super::contract_choice::contract_named;
use super::error::CliError;
use super::figures::FiguresArgs;
use super::interrupt::stop_on_interrupt;
use super::run::experiment_settings;
use crate::experiment::{
    BreakEvenVolume, Quote, QuoteError, QuoteGoal, QuoteRequest, QuotedPlan, break_even_volume, quote,
};
use crate::output::{ProgressBars, quote_findings};
use crate::scenario::model::PriceScope;

/// What to quote.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:\n  peakdesk quote scenarios/double11 --contract per-minute --margin 0.10\n  \
                  peakdesk quote scenarios/double11 --contract per-contact --margin 0.08 --confidence 0.9 \
                  --minimum-volume 0.9,1.0")]
pub(super) struct QuoteArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The contract whose prices move
    #[arg(long, value_name = "NAME")]
    contract: String,
    /// The margin to reach: profit over revenue, such as 0.10
    #[arg(long, value_name = "SHARE", value_parser = margin, allow_negative_numbers = true)]
    margin: f64,
    /// Share of seasons that must reach it, such as 0.9; without this, the mean must
    #[arg(long, value_name = "SHARE", value_parser = open_share, allow_negative_numbers = true)]
    confidence: Option<f64>,
    /// Move only the prices of this fee clause, counted from 1; by default all prices move by one factor
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    clause: Option<u32>,
    /// Find the plan anew as the price moves, until both agree; matters for plans that follow profit
    #[arg(long)]
    replan: bool,
    /// Also find the volume that gives the margin at the written prices; simulates some ten more seasons' sizes
    #[arg(long)]
    break_even_volume: bool,
    /// Also tell what a minimum volume of these shares of the forecast would be worth, such as 0.9,1.0
    #[arg(long, value_name = "SHARES", value_delimiter = ',', value_parser = positive, allow_negative_numbers = true)]
    minimum_volume: Vec<f64>,
    #[command(flatten)]
    pub(super) figures: FiguresArgs,
}

/// Finds the price and prints it.
pub(super) fn run(args: &QuoteArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let stop = stop_on_interrupt();
    let reading = args.scenario.read()?;
    print_warnings(&reading.warnings, args.figures.terminal.color_of_stderr());
    let scenario = &reading.scenario;
    let contract = contract_named(scenario, &args.contract)?;
    let clauses = scenario.contracts[contract].fees.len();
    if args.clause.is_some_and(|clause| clause as usize > clauses) {
        let message = format!("--clause counts the fee clauses of '{}' from 1 to {clauses}", args.contract);
        return Err(CliError::CommandLine(message));
    }
    let request = QuoteRequest {
        contract,
        goal: QuoteGoal { margin: args.margin, confidence: args.confidence },
        scope: args.clause.map_or(PriceScope::AllClauses, |clause| PriceScope::Clause(clause as usize - 1)),
        plan: if args.replan { QuotedPlan::Replanned } else { QuotedPlan::AsWritten },
        minimum_volumes: args.minimum_volume.clone(),
    };
    let settings = experiment_settings(scenario);
    let find = |progress: &ProgressBars| -> Result<(Quote, Option<BreakEvenVolume>), QuoteError> {
        let quoted = quote(scenario, &request, settings, progress, &stop)?;
        let volume = match args.break_even_volume {
            true => Some(break_even_volume(scenario, contract, args.margin, settings, progress, &stop)?),
            false => None,
        };
        Ok((quoted, volume))
    };
    let findings = |(quoted, volume): &(Quote, Option<BreakEvenVolume>), language| {
        quote_findings(&scenario.contracts[contract], quoted, volume.as_ref(), language)
    };
    args.figures.answer(find, findings, out)
}

impl From<QuoteError> for CliError {
    fn from(error: QuoteError) -> Self {
        match error {
            QuoteError::Run(reason) => reason.into(),
            other => CliError::NoAnswer(other.to_string()),
        }
    }
}

fn margin(text: &str) -> Result<f64, String> {
    number(text)
        .filter(|share| *share < 1.0)
        .ok_or_else(|| "write a share of revenue below 1, such as 0.10 for 10 %".to_owned())
}

fn open_share(text: &str) -> Result<f64, String> {
    number(text)
        .filter(|share| *share > 0.0 && *share < 1.0)
        .ok_or_else(|| "write a share above 0 and below 1, such as 0.9 for 90 % of seasons".to_owned())
}

pub(super) fn positive(text: &str) -> Result<f64, String> {
    number(text).filter(|value| *value > 0.0).ok_or_else(|| "write a number above 0, such as 0.9".to_owned())
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}
