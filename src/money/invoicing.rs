//! What the client pays in one replication.
//!
//! Order of business: fees by segment of the season; the minimum volume; KPI effects and their monthly cap; the budget
//! ceiling, on all that the client pays (fees, less penalties, plus bonuses); the worth of a renewal.

use super::billed_season::{BilledSeason, BilledVolumes};
use super::billing_calendar::BillingCalendar;
use super::fees::{Billing, FeeRole, known_fee, role};
use super::kpis::{self, JudgedPeriod, Judgement, Outcome};
use super::line_names::{self, LineNames};
use super::minimum_volume::{listed_price, paid_shares, top_up};
use super::payroll::Payroll;
use super::running_costs::RunningCosts;
use super::statement::{LineKind, Statement, StatementLine};
use super::volumes::Volumes;
use crate::scenario::model::{Contract, Fee, FeeKind, GroupId, Renewal, Scenario, StaffingPlan};

/// A fee clause with what is known of it before any replication.
#[derive(Debug, Clone)]
struct PreparedFee {
    name: String,
    role: FeeRole,
    known: Option<Vec<f64>>,
}

/// A KPI clause with its periods.
#[derive(Debug, Clone)]
struct PreparedKpi {
    penalty_name: Option<String>,
    bonus_name: Option<String>,
    groups: Vec<GroupId>,
    periods: Vec<JudgedPeriod>,
}

/// Bills the client of one contract under one staffing plan. All that does not depend on the replication is worked out once.
///
/// A bill hangs on the contract, the volumes, `[costs]`, the bot's cost, and on the seats and the seat cost of the payroll;
/// wages are no part of it.
#[derive(Debug, Clone)]
pub struct Invoicing {
    contract: usize,
    calendar: BillingCalendar,
    fees: Vec<PreparedFee>,
    kpis: Vec<PreparedKpi>,
    listed_price: f64,
    /// Seats that are billed where none are agreed, and their cost.
    payroll: Payroll,
}

/// Fees of one replication.
struct Billed {
    lines: Vec<StatementLine>,
    /// By segment: the fees of which KPI effects are shares.
    at_stake: Vec<f64>,
}

impl Invoicing {
    /// Prepares the bills of a scenario's contract, by its index, with a staffing plan and its payroll.
    pub fn new(scenario: &Scenario, plan: &StaffingPlan, payroll: &Payroll, contract: usize) -> Self {
        let terms = &scenario.contracts[contract];
        let calendar = BillingCalendar::of(scenario, terms);
        let mut names = LineNames::default();
        let fees = terms
            .fees
            .iter()
            .map(|fee| PreparedFee {
                name: names.distinct(line_names::of_fee(scenario, &fee.kind)),
                role: role(&fee.kind),
                known: known_fee(scenario, plan, payroll, &calendar, fee),
            })
            .collect();
        let mut kpi_names = LineNames::default();
        let kpis = terms
            .kpis
            .iter()
            .map(|kpi| {
                let name = kpi_names.distinct(line_names::of_kpi(scenario, kpi));
                PreparedKpi {
                    penalty_name: kpi.ladder.iter().any(kpis::is_penalty).then(|| format!("penalty_{name}")),
                    bonus_name: kpi.ladder.iter().any(kpis::is_bonus).then(|| format!("bonus_{name}")),
                    groups: kpis::groups(scenario, kpi),
                    periods: kpis::periods(scenario, &calendar, kpi),
                }
            })
            .collect();
        let listed_price = listed_price(scenario, terms);
        Invoicing { contract, fees, kpis, listed_price, calendar, payroll: payroll.clone() }
    }

    /// Goes over to another staffing plan and its payroll.
    pub(super) fn put_plan(&mut self, scenario: &Scenario, plan: &StaffingPlan, payroll: &Payroll) {
        let terms = &scenario.contracts[self.contract];
        for (prepared, fee) in self.fees.iter_mut().zip(&terms.fees) {
            if prepared.known.is_some() {
                prepared.known = known_fee(scenario, plan, payroll, &self.calendar, fee);
            }
        }
        self.payroll = payroll.clone();
    }

    /// The client's lines of one replication's statement, with what came of the KPI clauses.
    ///
    /// # Panics
    /// When the volumes were summed for a scenario whose contracts cut the season otherwise.
    pub fn bill(&self, scenario: &Scenario, volumes: &Volumes, running: &RunningCosts) -> Statement {
        assert_eq!(volumes.segments(), &self.calendar.segments, "volumes of another scenario");
        let contract = &scenario.contracts[self.contract];
        self.bill_season(scenario, &BilledVolumes { scenario, contract, volumes }, running)
    }

    /// The same for a season in any form.
    pub(super) fn bill_season(
        &self,
        scenario: &Scenario,
        season: &impl BilledSeason,
        running: &RunningCosts,
    ) -> Statement {
        let contract = &scenario.contracts[self.contract];
        let billed = self.fees(contract, season, running);
        let mut statement = Statement { lines: billed.lines, ..Statement::default() };
        let kpi_lines = self.judge(scenario, season, &billed.at_stake, &mut statement);
        if let Some(budget) = contract.budget {
            let paid: f64 = statement.lines.iter().chain(&kpi_lines).map(|line| line.amount).sum();
            statement.lines.push(StatementLine::new(LineKind::Revenue, "budget_ceiling", (budget - paid).min(0.0)));
        }
        statement.lines.extend(kpi_lines);
        statement.renewal_value = contract.renewal.as_ref().map(|renewal| renewal_value(renewal, &statement));
        statement
    }

    fn fees(&self, contract: &Contract, season: &impl BilledSeason, running: &RunningCosts) -> Billed {
        let segments = self.calendar.segments.count();
        let handled: Vec<f64> = (0..segments).map(|segment| season.handled(segment)).collect();
        let paid_share = paid_shares(contract.most_contacts, &handled);
        let billing = Billing { calendar: &self.calendar, season, handled: &handled, paid_share: &paid_share };
        let mut lines = Vec::with_capacity(self.fees.len() + 2 * self.kpis.len() + 20);
        let mut at_stake = vec![0.0; segments];
        let mut volume_fees = vec![0.0; self.calendar.months.len()];
        let mut scratch = vec![0.0; segments];
        for (place, (prepared, fee)) in self.fees.iter().zip(&contract.fees).enumerate() {
            let by_segment = match &prepared.known {
                Some(known) => known,
                None => {
                    billing.bill(place, fee, &mut scratch);
                    &scratch
                }
            };
            let amount = match fee {
                Fee { kind: FeeKind::AtCost { costs }, .. } => running.passed_on(&self.payroll, costs),
                _ => by_segment.iter().sum(),
            };
            if matches!(prepared.role, FeeRole::Volume | FeeRole::Standing) {
                at_stake.iter_mut().zip(by_segment).for_each(|(total, amount)| *total += amount);
            }
            if prepared.role == FeeRole::Volume {
                for (total, month) in volume_fees.iter_mut().zip(&self.calendar.months) {
                    *total += by_segment[month.segments.clone()].iter().sum::<f64>();
                }
            }
            lines.push(StatementLine::new(LineKind::Revenue, prepared.name.clone(), amount));
        }
        if contract.minimum_volume.is_some() {
            let amounts = top_up(contract, &self.calendar, &volume_fees, &handled, &paid_share, self.listed_price);
            for (month, amount) in self.calendar.months.iter().zip(&amounts) {
                self.calendar.spread(month, *amount, &mut at_stake);
            }
            lines.push(StatementLine::new(LineKind::Revenue, "minimum_volume_top_up", amounts.iter().sum()));
        }
        Billed { lines, at_stake }
    }

    /// The KPI lines; counts periods in the statement.
    fn judge(
        &self,
        scenario: &Scenario,
        season: &impl BilledSeason,
        fees: &[f64],
        statement: &mut Statement,
    ) -> Vec<StatementLine> {
        let contract = &scenario.contracts[self.contract];
        let mut lines = Vec::new();
        let mut by_month = vec![0.0; self.calendar.months.len()];
        for (place, prepared) in self.kpis.iter().enumerate() {
            let judgement = match kpis::is_judged(scenario, &contract.kpis[place]) {
                true => self.judge_kpi(contract, season, fees, place, &mut by_month),
                false => Judgement::default(),
            };
            statement.kpi_periods += prepared.periods.len() as u32;
            statement.kpi_periods_missed += judgement.missed;
            statement.kpi_periods_relieved += judgement.relieved;
            if let Some(name) = &prepared.penalty_name {
                lines.push(StatementLine::new(LineKind::Penalty, name.clone(), judgement.penalty));
            }
            if let Some(name) = &prepared.bonus_name {
                lines.push(StatementLine::new(LineKind::Bonus, name.clone(), judgement.bonus));
            }
        }
        if let Some(cap) = contract.penalty_cap {
            let past_the_cap = self.calendar.months.iter().zip(&by_month).map(|(month, penalty): (_, &f64)| {
                let fee: f64 = fees[month.segments.clone()].iter().sum();
                (-penalty - cap * fee.max(0.0)).max(0.0)
            });
            lines.push(StatementLine::new(LineKind::Penalty, "penalty_cap", past_the_cap.sum()));
        }
        lines
    }

    fn judge_kpi(
        &self,
        contract: &Contract,
        season: &impl BilledSeason,
        fees: &[f64],
        place: usize,
        by_month: &mut [f64],
    ) -> Judgement {
        let (prepared, kpi) = (&self.kpis[place], &contract.kpis[place]);
        let mut judgement = Judgement::default();
        for period in &prepared.periods {
            let (above, below) = season.kpi_terms(place, &prepared.groups, period.segments.clone());
            let Some(value) = (below > 0.0).then(|| above / below) else { continue };
            let fee = fees[period.segments.clone()].iter().sum::<f64>().max(0.0);
            match kpis::effect(kpi, value, fee) {
                (bonus, Outcome::Met) => judgement.bonus += bonus,
                (penalty, Outcome::Missed) => {
                    judgement.missed += 1;
                    let is_relieved =
                        |relief: f64| season.fresh(place, period.segments.clone()) > (1.0 + relief) * period.forecast;
                    if contract.kpi_relief.is_some_and(is_relieved) {
                        judgement.relieved += 1;
                    } else {
                        judgement.penalty += penalty;
                        kpis::lay_on_months(&self.calendar, fees, &period.segments, penalty, by_month);
                    }
                }
            }
        }
        judgement
    }
}

/// Chance of renewal, linear in the share of periods met (relieved periods count as met), times a discounted year's profit.
fn renewal_value(renewal: &Renewal, statement: &Statement) -> f64 {
    let missed = f64::from(statement.kpi_periods_missed - statement.kpi_periods_relieved);
    let met = if statement.kpi_periods == 0 { 1.0 } else { 1.0 - missed / f64::from(statement.kpi_periods) };
    let chance = renewal.chance_missed + (renewal.chance_met - renewal.chance_missed) * met;
    chance * renewal.profit_year / (1.0 + renewal.discount)
}
