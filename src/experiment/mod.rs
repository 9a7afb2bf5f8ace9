//! Many replications of a season and what they say.
//!
//! An [`Accumulator`] takes in replications of one staffing plan, each with its tally and one statement for each contract
//! priced on it; [`Results`] are made of one accumulator for each plan. Progress goes to an [`Observer`]; nothing here
//! prints.

mod accumulator;
mod analytic_results;
mod analytic_run;
mod billed_talk;
mod break_even_volume;
mod compared_column;
mod comparison;
mod contract_results;
mod control;
mod expected;
mod mean_money;
mod measure;
mod measured_ratios;
mod money_figure;
mod observer;
mod payback;
mod payback_worlds;
mod plan_results;
mod played_volumes;
mod quote;
mod replication;
mod replication_blocks;
mod results;
mod run;
mod scope;
pub mod sweep;

pub use accumulator::Accumulator;
pub use analytic_run::{run_analytic, run_analytic_for_profit};
pub use break_even_volume::{BreakEvenVolume, TriedVolume, break_even_volume};
pub use comparison::{ComparedFigure, Comparison, Judgement, NotComparable, compare};
pub use contract_results::{ContractResults, LineResults};
pub use measure::{Measure, MeasuredSums, ScopeTotals};
pub use observer::{Observer, Phase, Unobserved};
pub use payback::{BreakEvenContainment, ContractPair, MonthlySaving, Payback, PaybackError, PaybackTerms, payback};
pub use plan_results::{ChannelFigures, MeanCounts, PlanKind, PlanResults, ServiceResults};
pub use quote::{MinimumVolumeWorth, PricedFigures, Quote, QuoteError, QuoteGoal, QuoteRequest, QuotedPlan, quote};
pub use replication::{ContractRecord, ReplicationRecord, ServiceTerms};
pub use replication_blocks::{PlayedBlock, merge_blocks, play_blocks};
pub use results::{ComputedPlan, Method, Priced, Results};
pub use run::{ExperimentSettings, RunError, RunOutcome, RunStop, run};
pub use scope::Scope;
