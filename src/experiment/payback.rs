//! What the bot saves: the same contacts with it and without it.
//!
//! Both worlds get a plan of their own by the scenario's rule, and play the same contacts: who comes, when, and for how long
//! he would hold a person depends on seed and replication alone. Without the bot, and at other containments, the bounds on heads are lifted.
//! Where each contract has a plan of its own, its profits are those of its own plans, and the savings those of the plans of
//! one contract.
//!
//! A month's saving is cash: people (wages, premiums, charges, hiring, training, seats, team leaders) by the hours saved in
//! the month, and telecom, less sessions, minutes and monthly fee of the bot, all with the overhead share. The investment is
//! paid up front; its write-off is not cash. A year has the season once, at the season's saving a month, and ordinary months
//! at a share of it:
//!
//! ```text
//! saving a month S = season's saving / season's months x (m + (12 - m) f) / 12,   m = season's months, f = ordinary share
//! payback = least whole month k with k S >= investment
//! NPV     = -investment + sum over k = 1..horizon of S / (1 + d)^(k/12)
//! ```

use std::sync::atomic::AtomicBool;

use super::observer::Observer;
use super::payback_worlds::{PlayedPlans, World};
use super::run::{ExperimentSettings, RunError};
use crate::money::{MonthlyRunningCosts, Volumes};
use crate::scenario::model::{Month, Scenario, StaffingRule};
use crate::statistics::Estimate;

/// Most containments tried for the one that breaks even.
const MOST_CONTAINMENTS: u32 = 5;
/// A factor on containment is found when it moves by less than this.
const CONTAINMENT_TOLERANCE: f64 = 0.005;

/// How savings are turned into value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaybackTerms {
    /// Discount rate of a year.
    pub discount_year: f64,
    /// Months counted.
    pub horizon_months: u32,
    /// An ordinary month's saving over one of the season's.
    pub ordinary_month: f64,
}

impl PaybackTerms {
    /// 8 % a year, the months of the write-off, and ordinary months like the season's median day beside its mean day.
    pub fn of(scenario: &Scenario) -> Self {
        let months = scenario.bot.as_ref().map_or(0.0, |bot| bot.cost.write_off_months);
        PaybackTerms {
            discount_year: 0.08,
            horizon_months: if months >= 1.0 { months as u32 } else { 36 },
            ordinary_month: median_over_mean_day(scenario),
        }
    }

    /// Mean saving of a month over the year, for one season month's.
    fn year_round(&self, season_months: f64) -> f64 {
        let season = season_months.min(12.0);
        (season + (12.0 - season) * self.ordinary_month) / 12.0
    }

    /// What one unit of money a month is worth today over the horizon.
    fn annuity(&self) -> f64 {
        (1..=self.horizon_months).map(|month| libm::pow(1.0 + self.discount_year, -f64::from(month) / 12.0)).sum()
    }
}

/// What the bot saves in a calendar month of the season, money in the scenario's currency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthlySaving {
    /// The month.
    pub month: Month,
    /// Agent hours saved.
    pub agent_hours: f64,
    /// Saved on people, with overhead.
    pub people: f64,
    /// Saved on telecom, with overhead.
    pub telecom: Option<Estimate>,
    /// Spent on the bot, with overhead.
    pub bot: Option<Estimate>,
    /// Saved in all.
    pub net: Option<Estimate>,
}

/// A contract with the bot and without it.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractPair {
    /// Its name.
    pub name: String,
    /// Mean profit with the bot.
    pub with_bot: Option<Estimate>,
    /// Mean profit without it.
    pub without_bot: Option<Estimate>,
    /// With less without, season by season.
    pub difference: Option<Estimate>,
}

/// A containment at which the bot is worth its money and no more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakEvenContainment {
    /// Factor on the scenario's chances of containment.
    pub factor: f64,
    /// Share of the contacts that met the bot that it then contains.
    pub containment: f64,
    /// Net present value there, as simulated.
    pub net_present_value: Estimate,
}

/// What the bot saves and when it has paid for itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Payback {
    /// How savings were turned into value.
    pub terms: PaybackTerms,
    /// Name of the contract whose plans the savings are those of; `None` where there is one plan for all.
    pub plan_of: Option<String>,
    /// Up front.
    pub investment: f64,
    /// Agent hours of the season with the bot.
    pub agent_hours_with: f64,
    /// Agent hours of the season without it.
    pub agent_hours_without: f64,
    /// By calendar month of the season.
    pub months: Vec<MonthlySaving>,
    /// Mean saving of a month, over the year.
    pub saving_month: Estimate,
    /// The month in which savings reach the investment; `None` if they never do.
    pub payback_month: Option<u32>,
    /// Net present value over the horizon.
    pub net_present_value: Estimate,
    /// Share of the contacts that met the bot that it contains.
    pub containment: f64,
    /// Where it breaks even; `None` if it does at no containment.
    pub break_even: Option<BreakEvenContainment>,
    /// The contracts.
    pub contracts: Vec<ContractPair>,
    /// Replications.
    pub replications: u32,
}

/// Why there is no payback to tell.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PaybackError {
    /// No plan, or interrupted.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Nothing is paid.
    #[error(
        "the scenario has no contract, and so no costs that could be saved; add one to [contracts], with the wages that it needs"
    )]
    NoContract,
    /// There is no bot.
    #[error(
        "the scenario has no bot, so there is nothing to pay back; add [bot] and the bot tables of its contact types"
    )]
    NoBot,
    /// People do not follow.
    #[error(
        "staffing.plan is \"fixed\": the same people are on duty with the bot and without it, so nothing is saved; add --set \
         staffing.plan=service_level"
    )]
    FixedPlan,
}

/// Plays the scenario with its bot and without it. The savings are those of the plans of a contract, by its index; where there
/// is one plan for all, of any.
///
/// # Errors
/// When there is no bot, the plan is given, no plan meets the targets, or `stop` is set.
pub fn payback(
    scenario: &Scenario,
    contract: usize,
    terms: PaybackTerms,
    settings: ExperimentSettings,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Payback, PaybackError> {
    let bot = scenario.bot.as_ref().ok_or(PaybackError::NoBot)?;
    if scenario.contracts.is_empty() {
        return Err(PaybackError::NoContract);
    }
    if matches!(scenario.staffing, StaffingRule::Fixed { .. }) {
        return Err(PaybackError::FixedPlan);
    }
    let investment = bot.cost.investment;
    let has_not = scenario.without_bot().without_head_bounds();
    let plans_without = PlayedPlans::play(&has_not, contract, settings, observer, stop)?;
    let plans_with = PlayedPlans::play(scenario, contract, settings, observer, stop)?;
    let (with, without) = (&plans_with.world, &plans_without.world);
    let months = monthly_savings(with, without);
    let saving_month = saving_of_a_month(with, without, terms);
    let value = |saving: Estimate| shifted(saving.scaled(terms.annuity()), -investment);
    let net_present_value = value(saving_month);
    let at_containment = |factor: f64| -> Result<(Estimate, f64), RunError> {
        let scaled = scenario.with_containment_scaled(factor).without_head_bounds();
        let world = World::play(&scaled, contract, settings, observer, stop)?;
        Ok((value(saving_of_a_month(&world, without, terms)), world.containment()))
    };
    let pair_of = |number: usize| -> ContractPair {
        let (has, has_not) = (&plans_with.profits[number], &plans_without.profits[number]);
        let difference: Vec<f64> = has.iter().zip(has_not).map(|(has, has_not)| has - has_not).collect();
        ContractPair {
            name: scenario.contracts[number].name.clone(),
            with_bot: with.mean(has),
            without_bot: with.mean(has_not),
            difference: with.mean(&difference),
        }
    };
    let contracts = (0..scenario.contracts.len()).map(pair_of).collect();
    let hours = |world: &World| world.agent_hours();
    let has_own_plans = matches!(scenario.staffing, StaffingRule::Profit) && scenario.contracts.len() > 1;
    Ok(Payback {
        terms,
        plan_of: has_own_plans.then(|| scenario.contracts[contract].name.clone()),
        investment,
        agent_hours_with: hours(with),
        agent_hours_without: hours(without),
        months,
        saving_month,
        payback_month: payback_month(investment, saving_month.value),
        net_present_value,
        containment: with.containment(),
        break_even: break_even(net_present_value, with.containment(), at_containment)?,
        contracts,
        replications: settings.replications,
    })
}

fn monthly_savings(with: &World, without: &World) -> Vec<MonthlySaving> {
    let scenario = with.scenario();
    let burden = 1.0 + scenario.costs.overhead;
    let running = |world: &World| -> Vec<Vec<MonthlyRunningCosts>> {
        world.volumes().iter().map(|volumes| MonthlyRunningCosts::of_months(world.scenario(), volumes)).collect()
    };
    let (running_with, running_without) = (running(with), running(without));
    let of_month = |(index, month): (usize, Month)| {
        let people = burden * (without.cost_of_people_in(&month) - with.cost_of_people_in(&month));
        let pairs = running_with.iter().zip(&running_without);
        let telecom: Vec<f64> =
            pairs.map(|(with, without)| burden * (without[index].telecom - with[index].telecom)).collect();
        let bot: Vec<f64> = running_with.iter().map(|with| burden * with[index].bot).collect();
        let net: Vec<f64> = telecom.iter().zip(&bot).map(|(telecom, bot)| people + telecom - bot).collect();
        MonthlySaving {
            month,
            agent_hours: without.agent_hours_in(&month) - with.agent_hours_in(&month),
            people,
            telecom: with.mean(&telecom),
            bot: with.mean(&bot),
            net: with.mean(&net),
        }
    };
    scenario.calendar.months().into_iter().enumerate().map(of_month).collect()
}

fn saving_of_a_month(with: &World, without: &World, terms: PaybackTerms) -> Estimate {
    let burden = 1.0 + with.scenario().costs.overhead;
    let running = |world: &World, volumes: &Volumes| -> f64 {
        MonthlyRunningCosts::of_months(world.scenario(), volumes).iter().map(|month| month.telecom + month.bot).sum()
    };
    let saved_on_people = without.cost_of_people() - with.cost_of_people();
    let pairs = with.volumes().iter().zip(without.volumes());
    let net: Vec<f64> = pairs
        .map(|(has, has_not)| burden * (saved_on_people + running(without, has_not) - running(with, has)))
        .collect();
    let months = with.scenario().calendar.season_months();
    let season = with.mean(&net).expect("at least one replication is played");
    season.scaled(terms.year_round(months) / months)
}

fn payback_month(investment: f64, saving_month: f64) -> Option<u32> {
    (saving_month > 0.0).then(|| libm::ceil(investment / saving_month).min(f64::from(u32::MAX)) as u32)
}

/// Secant steps on the factor on containment, from the value at the scenario's own towards zero; the first to half of it, or
/// up by a quarter where the bot does not pay as it is.
fn break_even(
    at_one: Estimate,
    containment: f64,
    at: impl Fn(f64) -> Result<(Estimate, f64), RunError>,
) -> Result<Option<BreakEvenContainment>, RunError> {
    let found =
        |factor, (net_present_value, containment)| BreakEvenContainment { factor, containment, net_present_value };
    let mut newest = (1.0, (at_one, containment));
    let mut factor: f64 = if at_one.value > 0.0 { 0.5 } else { 1.25 };
    for _ in 0..MOST_CONTAINMENTS {
        let here = (factor, at(factor)?);
        let rise = here.1.0.value - newest.1.0.value;
        if rise * (here.0 - newest.0) <= 0.0 {
            // more containment does not pay more: beyond what the bot can contain, or within the noise
            return Ok(None);
        }
        let next = here.0 - here.1.0.value * (here.0 - newest.0) / rise;
        if next <= 0.0 {
            return Ok(None);
        }
        newest = here;
        if (next - here.0).abs() <= CONTAINMENT_TOLERANCE {
            return Ok(Some(found(here.0, here.1)));
        }
        factor = next;
    }
    Ok(Some(found(newest.0, newest.1)))
}

fn shifted(estimate: Estimate, by: f64) -> Estimate {
    Estimate {
        value: estimate.value + by,
        low: estimate.low.map(|low| low + by),
        high: estimate.high.map(|high| high + by),
        ..estimate
    }
}

fn median_over_mean_day(scenario: &Scenario) -> f64 {
    let a_day = scenario.calendar.intervals_per_day();
    let mut days: Vec<f64> = (0..scenario.calendar.days())
        .map(|day| {
            let of_day = day * a_day..(day + 1) * a_day;
            scenario.streams.iter().flat_map(|stream| &stream.expected_contacts[of_day.clone()]).sum()
        })
        .collect();
    days.sort_by(f64::total_cmp);
    let mean = days.iter().sum::<f64>() / days.len() as f64;
    if mean > 0.0 { days[days.len() / 2] / mean } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payback_and_value_of_a_known_saving() {
        let terms = PaybackTerms { discount_year: 0.0, horizon_months: 36, ordinary_month: 0.5 };
        // a season of two months: (2 + 10 * 0.5) / 12 of its saving a month over the year
        assert!((terms.year_round(2.0) - 7.0 / 12.0).abs() < 1e-15);
        assert_eq!(terms.annuity(), 36.0);
        assert_eq!(payback_month(800_000.0, 100_001.0), Some(8));
        assert_eq!(payback_month(800_000.0, -1.0), None);
        // 12 months at 8 % a year: the last is worth 1 / 1.08
        let discounted = PaybackTerms { discount_year: 0.08, horizon_months: 12, ordinary_month: 1.0 };
        let monthly = 1.08_f64.powf(1.0 / 12.0);
        let expected = (1.0 - 1.0 / 1.08) / (monthly - 1.0);
        assert!((discounted.annuity() - expected).abs() < 1e-12);
    }

    #[test]
    fn the_containment_that_breaks_even_is_found_and_not_made_up() {
        let linear = |factor: f64| Ok((Estimate::computed(1000.0 * factor - 300.0), 0.8 * factor));
        let found = break_even(Estimate::computed(700.0), 0.8, linear).unwrap().unwrap();
        assert!((found.factor - 0.3).abs() < 0.005 && (found.containment - 0.24).abs() < 0.004);
        let flat = |_: f64| Ok((Estimate::computed(-300.0), 0.8));
        assert_eq!(break_even(Estimate::computed(-300.0), 0.8, flat).unwrap(), None);
    }
}
