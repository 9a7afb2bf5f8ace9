//! The billed minimum, and the most contacts that are paid for.
//!
//! The minimum is held against the contacts of each calendar month that people or bot handled, whether or not a clause has
//! a price for both. What lacks is billed at the month's average unit price: its volume fees (with tiers and surcharges) over
//! its paid contacts. A month with no paid contact takes the season's average, and a season with none the listed prices of
//! `per_contact`, `per_order` and `per_conversion` for the forecast's mix of contact types (a minute has no listed price for a
//! contact). A contract without volume fees has nothing to top up.

use super::billing_calendar::{BillingCalendar, BillingMonth};
use crate::scenario::model::{Contract, FeeKind, MinimumVolume, OrderBasis, Scenario};

/// Share of each segment's handled contacts that is paid for: contacts count in order of their arrival until the most that
/// the contract pays for is reached. Within a segment all contacts are alike.
pub(super) fn paid_shares(most_contacts: Option<f64>, handled: &[f64]) -> Vec<f64> {
    let Some(most) = most_contacts else { return vec![1.0; handled.len()] };
    let mut left = most;
    let share = |handled: &f64| {
        let share = if *handled > left { (left / handled).max(0.0) } else { 1.0 };
        left -= handled * share;
        share
    };
    handled.iter().map(share).collect()
}

/// What the minimum adds to each month's bill.
///
/// `volume_fees` are those of each month; `handled` and `paid_share` are by segment. The contacts topped up and those paid
/// for never pass the contract's most contacts together.
pub(super) fn top_up(
    contract: &Contract,
    calendar: &BillingCalendar,
    volume_fees: &[f64],
    handled: &[f64],
    paid_share: &[f64],
    listed_price: f64,
) -> Vec<f64> {
    let Some(minimum) = contract.minimum_volume else { return vec![0.0; volume_fees.len()] };
    let paid: Vec<f64> = calendar
        .months
        .iter()
        .map(|month| month.segments.clone().map(|segment| handled[segment] * paid_share[segment]).sum())
        .collect();
    let paid_in_season: f64 = paid.iter().sum();
    let season_price =
        if paid_in_season > 0.0 { volume_fees.iter().sum::<f64>() / paid_in_season } else { listed_price };
    let mut room = contract.most_contacts.map_or(f64::INFINITY, |most| (most - paid_in_season).max(0.0));
    let of_month = |(index, month): (usize, &BillingMonth)| {
        let wanted = match minimum {
            MinimumVolume::ShareOfForecast(share) => share * month.forecast,
            MinimumVolume::ContactsMonth(contacts) => contacts * month.share,
        };
        let came: f64 = handled[month.segments.clone()].iter().sum();
        let lacking = (wanted - came).clamp(0.0, room);
        room -= lacking;
        let price = if paid[index] > 0.0 { volume_fees[index] / paid[index] } else { season_price };
        lacking * price
    };
    calendar.months.iter().enumerate().map(of_month).collect()
}

/// The listed price of an average contact of the forecast; zero if the forecast is empty.
pub(super) fn listed_price(scenario: &Scenario, contract: &Contract) -> f64 {
    let price_of = |fee: &FeeKind, contact_type: usize| match fee {
        FeeKind::PerContact { billed, .. } => billed.people[contact_type],
        FeeKind::PerOrder { basis: OrderBasis::OrdersServed, rates, special, .. } => {
            rates[contact_type] + special.map_or(0.0, |(share, extra)| share * extra)
        }
        FeeKind::PerConversion { conversion, commission } => conversion * commission,
        _ => 0.0,
    };
    let (mut money, mut contacts) = (0.0, 0.0);
    for stream in &scenario.streams {
        let expected: f64 = stream.expected_contacts.iter().sum();
        contacts += expected;
        money += expected * contract.fees.iter().map(|fee| price_of(&fee.kind, stream.contact_type.0)).sum::<f64>();
    }
    if contacts > 0.0 { money / contacts } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_paid_for_until_the_most_is_reached() {
        assert_eq!(paid_shares(None, &[10.0, 0.0]), [1.0, 1.0]);
        assert_eq!(paid_shares(Some(30.0), &[10.0, 0.0, 20.0, 0.0, 5.0]), [1.0, 1.0, 1.0, 1.0, 0.0]);
        assert_eq!(paid_shares(Some(25.0), &[10.0, 20.0, 5.0]), [1.0, 0.75, 0.0]);
        assert_eq!(paid_shares(Some(0.0), &[10.0]), [0.0]);
    }
}
