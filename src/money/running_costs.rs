//! Costs that follow the contacts (telecom, bot), and those that follow the other lines (overhead, sales tax).

use std::ops::Range;

use super::payroll::Payroll;
use super::volumes::Volumes;
use crate::scenario::model::{ChannelId, ChannelKind, Contract, FeeKind, Month, PassThrough, Scenario};

/// What running costs are counted on in one replication.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RunningVolumes {
    /// People's talk time on voice channels, seconds.
    pub(super) talk_s: f64,
    pub(super) bot_handled: f64,
    pub(super) bot_time_s: f64,
}

impl RunningVolumes {
    /// Those of a season.
    pub fn of(scenario: &Scenario, volumes: &Volumes) -> Self {
        Self::over(scenario, volumes, 0..volumes.segments().count())
    }

    fn over(scenario: &Scenario, volumes: &Volumes, segments: Range<usize>) -> Self {
        let talk_s = (0..scenario.channels.len())
            .filter(|channel| scenario.channels[*channel].kind == ChannelKind::Voice)
            .fold(0.0, |talk_s, channel| talk_s + volumes.sum(segments.clone(), Some(ChannelId(channel))).talk_s);
        let of_bot = scenario.bot.as_ref().map(|_| volumes.sum(segments, None)).unwrap_or_default();
        RunningVolumes { talk_s, bot_handled: of_bot.bot_handled, bot_time_s: of_bot.bot_time_s }
    }

    /// What they cost in so many months.
    pub(super) fn cost(&self, scenario: &Scenario, months: f64) -> RunningCosts {
        let mut costs =
            RunningCosts { telecom: self.talk_s / 60.0 * scenario.costs.telecom_minute, ..RunningCosts::default() };
        if let Some(bot) = &scenario.bot {
            costs.bot_sessions = self.bot_handled * bot.cost.session;
            costs.bot_minutes = self.bot_time_s / 60.0 * bot.cost.minute;
            costs.bot_month = bot.cost.month * months;
            if bot.cost.write_off_months > 0.0 {
                costs.bot_write_off = bot.cost.investment / bot.cost.write_off_months * months;
            }
        }
        costs
    }
}

/// Telecom and bot of one replication, whoever pays for them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RunningCosts {
    /// People's talk minutes on voice channels.
    pub(super) telecom: f64,
    pub(super) bot_sessions: f64,
    pub(super) bot_minutes: f64,
    pub(super) bot_month: f64,
    pub(super) bot_write_off: f64,
}

impl RunningCosts {
    /// All of the bot.
    pub(super) fn bot(&self) -> f64 {
        self.bot_sessions + self.bot_minutes + self.bot_month + self.bot_write_off
    }

    /// What a client pays who bears these costs.
    pub(super) fn passed_on(&self, payroll: &Payroll, costs: &[PassThrough]) -> f64 {
        let cost = |which: &PassThrough| match which {
            PassThrough::Bot => self.bot(),
            PassThrough::Telecom => self.telecom,
            PassThrough::Seats => payroll.seat_cost,
        };
        costs.iter().map(cost).sum()
    }
}

/// What telecom and the bot take out of the purse in one calendar month of a season: its investment, which was paid before, is
/// not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MonthlyRunningCosts {
    /// Telecom.
    pub telecom: f64,
    /// The bot: sessions, minutes, monthly fee.
    pub bot: f64,
}

impl MonthlyRunningCosts {
    /// By calendar month of the season, for one replication.
    pub fn of_months(scenario: &Scenario, volumes: &Volumes) -> Vec<Self> {
        let of_month = |month: &Month| {
            let segments = volumes.segments().of_days(month.first_day..month.first_day + month.days);
            let costs = RunningVolumes::over(scenario, volumes, segments).cost(scenario, month.share);
            MonthlyRunningCosts { telecom: costs.telecom, bot: costs.bot() - costs.bot_write_off }
        };
        scenario.calendar.months().iter().map(of_month).collect()
    }
}

/// Cost of the contract's value-added services over a season of so many months.
pub(super) fn value_added_work(contract: &Contract, season_months: f64) -> f64 {
    let cost_month: f64 = contract
        .fees
        .iter()
        .map(|fee| if let FeeKind::ValueAddedMonth { cost, .. } = &fee.kind { *cost } else { 0.0 })
        .sum();
    cost_month * season_months
}

/// The cost lines of a statement, in order; those of overtime and rest days only where there is a roster. Sales tax is on what the client pays, and never negative.
pub(super) fn cost_lines(
    scenario: &Scenario,
    payroll: &Payroll,
    running: &RunningCosts,
    value_added_work: f64,
    revenue: f64,
) -> impl Iterator<Item = (&'static str, f64)> {
    let before_overhead = [
        ("wages_regular", Some(payroll.wages_regular)),
        ("overtime_premium", payroll.overtime_premium),
        ("rest_day_premium", payroll.rest_day_premium),
        ("holiday_premium", Some(payroll.holiday_premium)),
        ("night_allowance", Some(payroll.night_allowance)),
        ("social_charges", Some(payroll.social_charges)),
        ("hiring", Some(payroll.hiring)),
        ("training", Some(payroll.training)),
        ("seats", Some(payroll.seat_cost)),
        ("supervisors", Some(payroll.supervisors)),
        ("telecom", Some(running.telecom)),
        ("bot_sessions", Some(running.bot_sessions)),
        ("bot_minutes", Some(running.bot_minutes)),
        ("bot_month", Some(running.bot_month)),
        ("bot_write_off", Some(running.bot_write_off)),
        ("value_added_work", Some(value_added_work)),
    ];
    let known = before_overhead.into_iter().filter_map(|(name, amount)| Some((name, amount?)));
    let overhead = known.clone().map(|(_, amount)| amount).sum::<f64>() * scenario.costs.overhead;
    let sales_tax = revenue.max(0.0) * scenario.costs.sales_tax;
    known.chain([("overhead", overhead), ("sales_tax", sales_tax)])
}
