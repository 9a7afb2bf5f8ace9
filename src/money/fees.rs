//! What fee clauses bill.
//!
//! Every fee falls on a segment of the season, so that the fee of any period is known:
//!
//! - *Volume fees* (`per_contact`, `per_minute`, `per_order`, `per_conversion`) fall when the contact arrived. Tiers look
//!   at the calendar month: with an average rate r for the month's units, each unit costs its listed price + (r - base
//!   price), times the surcharge of its segment.
//! - `per_agent_hour` falls when the agents are on duty; surcharges apply if the clause says so.
//! - *Monthly fees* are multiplied by the share of the month in the season, and fall evenly over that time. The season's
//!   parcels fall on their days; only surcharges on whole days apply to them. Where no number
//!   of seats is agreed, those of the [`Payroll`] are billed.
//! - *Individual charges* (`per_abandoned`, `per_blocked`, `per_wait_minute`) are revenue lines with their own sign, usually
//!   negative. They are not KPI penalties: no cap or relief touches them, and they are not part of a period's fee.
//!
//! A monthly fee with a volume: A = `included_contacts` x share of the month, or else the month's forecast; d = the dead band,
//! or 0. With a ceiling U = A (1 + d), each handled contact beyond U costs `overage`. With a dead band the fee also falls:
//! by `overage` for each contact that lacks to A (1 - d). A dead band without `overage` moves the fee in proportion, at
//! amount x share / A for a contact. A fee with neither included contacts nor dead band never moves.

use super::billed_season::BilledSeason;
use super::billing_calendar::BillingCalendar;
use super::listed_prices::special_price;
use super::payroll::Payroll;
use super::volume_tiers::average_rate;
use crate::scenario::model::{Fee, FeeKind, GroupId, OrderBasis, Scenario, StaffingPlan, Tiers};

/// What a fee is to the contract's other clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FeeRole {
    /// Rises with contacts: part of a period's fee, and of the average unit price.
    Volume,
    /// Part of a period's fee.
    Standing,
    /// Outside a period's fee.
    IndividualCharge,
    /// Costs passed on; outside a period's fee.
    PassedOn,
}

/// The role of a fee clause.
pub(super) fn role(fee: &FeeKind) -> FeeRole {
    match fee {
        FeeKind::PerContact { .. } | FeeKind::PerMinute { .. } | FeeKind::PerConversion { .. } => FeeRole::Volume,
        FeeKind::PerOrder { basis: OrderBasis::OrdersServed, .. } => FeeRole::Volume,
        FeeKind::PerOrder { basis: OrderBasis::Parcels, .. }
        | FeeKind::PerSeatMonth { .. }
        | FeeKind::PerAgentHour { .. }
        | FeeKind::FixedMonth { .. }
        | FeeKind::ValueAddedMonth { .. } => FeeRole::Standing,
        FeeKind::PerAbandoned { .. } | FeeKind::PerBlocked { .. } | FeeKind::PerWaitMinute { .. } => {
            FeeRole::IndividualCharge
        }
        FeeKind::AtCost { .. } => FeeRole::PassedOn,
    }
}

/// What fees are counted on in one replication.
pub(super) struct Billing<'a, S> {
    pub(super) calendar: &'a BillingCalendar,
    pub(super) season: &'a S,
    /// Contacts handled by people or bot, by segment.
    pub(super) handled: &'a [f64],
    /// Share of a segment's contacts that is paid for: below 1 only beyond the contract's most contacts.
    pub(super) paid_share: &'a [f64],
}

/// A fee that does not depend on the replication, by segment; `None` if it does.
pub(super) fn known_fee(
    scenario: &Scenario,
    plan: &StaffingPlan,
    payroll: &Payroll,
    calendar: &BillingCalendar,
    fee: &Fee,
) -> Option<Vec<f64>> {
    let mut by_segment = vec![0.0; calendar.segments.count()];
    match &fee.kind {
        FeeKind::PerSeatMonth { rate, seats } => {
            spread_monthly(calendar, rate * seats.unwrap_or(payroll.seats), &mut by_segment);
        }
        FeeKind::ValueAddedMonth { amount, .. } => spread_monthly(calendar, *amount, &mut by_segment),
        FeeKind::PerAgentHour { rate, most_agents } => {
            let most = most_agents.unwrap_or(f64::INFINITY);
            for (segment, amount) in by_segment.iter_mut().enumerate() {
                for interval in calendar.segments.intervals(segment) {
                    let on_duty = |group: usize| f64::from(plan.on_duty(GroupId(group))[interval]);
                    let agents: f64 = (0..plan.required.len()).map(on_duty).sum();
                    *amount += agents.min(most) * scenario.calendar.interval_hours() * rate;
                }
                *amount *= if fee.is_surcharged { calendar.surcharge[segment] } else { 1.0 };
            }
        }
        FeeKind::PerOrder { basis: OrderBasis::Parcels, rates, special, tiers } => {
            let price = rates.first().copied().unwrap_or(0.0) + special_price(*special);
            let mut parcels = vec![0.0; calendar.segments.count()];
            for (segment, parcels) in parcels.iter_mut().enumerate() {
                let day = calendar.segments.day(segment);
                *parcels = scenario.demand.parcels[day] * calendar.segments.share_of_day(segment);
                by_segment[segment] = *parcels * price;
            }
            apply_tiers(calendar, tiers.as_ref(), &parcels, &mut by_segment);
            surcharge(fee, &calendar.surcharge_of_day, &mut by_segment);
        }
        _ => return None,
    }
    Some(by_segment)
}

impl<S: BilledSeason> Billing<'_, S> {
    /// What the fee at a place in the contract comes to, by segment. Costs passed on and fees known beforehand are not its business
    /// and come to nothing.
    pub(super) fn bill(&self, place: usize, fee: &Fee, by_segment: &mut [f64]) {
        by_segment.fill(0.0);
        match &fee.kind {
            FeeKind::PerContact { tiers, .. } | FeeKind::PerOrder { basis: OrderBasis::OrdersServed, tiers, .. } => {
                self.bill_volume(place, fee, tiers.as_ref(), by_segment);
            }
            FeeKind::PerMinute { .. } | FeeKind::PerConversion { .. } => {
                self.bill_volume(place, fee, None, by_segment);
            }
            FeeKind::FixedMonth { amount, included_contacts, overage, dead_band } => {
                for month in &self.calendar.months {
                    let handled: f64 = self.handled[month.segments.clone()].iter().sum();
                    let segments = month.segments.clone();
                    let paid: f64 = segments.map(|segment| self.handled[segment] * self.paid_share[segment]).sum();
                    let fixed = amount * month.share;
                    let agreed = included_contacts.map_or(month.forecast, |included| included * month.share);
                    let moves = included_contacts.is_some() || dead_band.is_some();
                    let price = match dead_band {
                        Some(_) if *overage == 0.0 && agreed > 0.0 => fixed / agreed,
                        _ => *overage,
                    };
                    let band = dead_band.unwrap_or(0.0);
                    let over = if moves { (paid - agreed * (1.0 + band)).max(0.0) } else { 0.0 };
                    let short = if dead_band.is_some() { (agreed * (1.0 - band) - handled).max(0.0) } else { 0.0 };
                    self.calendar.spread(month, fixed + (over - short) * price, by_segment);
                }
            }
            FeeKind::PerAbandoned { .. } | FeeKind::PerBlocked { .. } | FeeKind::PerWaitMinute { .. } => {
                for (segment, charged) in by_segment.iter_mut().enumerate() {
                    (*charged, _) = self.season.listed(place, segment);
                }
            }
            FeeKind::PerSeatMonth { .. }
            | FeeKind::PerAgentHour { .. }
            | FeeKind::ValueAddedMonth { .. }
            | FeeKind::PerOrder { basis: OrderBasis::Parcels, .. }
            | FeeKind::AtCost { .. } => {}
        }
    }

    fn bill_volume(&self, place: usize, fee: &Fee, tiers: Option<&Tiers>, by_segment: &mut [f64]) {
        let mut units = vec![0.0; by_segment.len()];
        for (segment, amount) in by_segment.iter_mut().enumerate() {
            let (money, counted) = self.season.listed(place, segment);
            *amount = money * self.paid_share[segment];
            units[segment] = counted * self.paid_share[segment];
        }
        apply_tiers(self.calendar, tiers, &units, by_segment);
        surcharge(fee, &self.calendar.surcharge, by_segment);
    }
}

fn spread_monthly(calendar: &BillingCalendar, amount: f64, by_segment: &mut [f64]) {
    for month in &calendar.months {
        calendar.spread(month, amount * month.share, by_segment);
    }
}

fn apply_tiers(calendar: &BillingCalendar, tiers: Option<&Tiers>, units: &[f64], by_segment: &mut [f64]) {
    let Some(tiers) = tiers else { return };
    for month in &calendar.months {
        let total: f64 = units[month.segments.clone()].iter().sum();
        let difference = average_rate(tiers, total, month.share) - tiers.base;
        for segment in month.segments.clone() {
            by_segment[segment] += units[segment] * difference;
        }
    }
}

fn surcharge(fee: &Fee, factors: &[f64], by_segment: &mut [f64]) {
    if fee.is_surcharged {
        by_segment.iter_mut().zip(factors).for_each(|(amount, factor)| *amount *= factor);
    }
}
