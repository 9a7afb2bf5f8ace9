//! What volumes come to at the prices that a fee clause lists, before tiers and surcharges. All of it is linear in the volumes.

use super::volumes::Volume;
use crate::scenario::model::{ChannelId, ContactBasis, FeeKind, OrderBasis, Stream};

/// Money at listed prices of a stream's volume, and its units for tiers. `billed_s` is its talk time by meter, seconds. Nothing for
/// fees that are not counted on single contacts.
pub(super) fn of_stream(
    fee: &FeeKind,
    stream: &Stream,
    volume: &Volume,
    billed_s: impl Fn(usize) -> f64,
) -> (f64, f64) {
    if channel(fee).is_some_and(|wanted| stream.channel != wanted) {
        return (0.0, 0.0);
    }
    let contact_type = stream.contact_type.0;
    match fee {
        FeeKind::PerContact { billed, .. } => {
            let (people, bot) = counted(billed.basis, volume);
            let price = billed.people[contact_type];
            (people * price + bot * billed.bot[contact_type], if price == 0.0 { 0.0 } else { people })
        }
        FeeKind::PerMinute { rates, meter, .. } => {
            let minutes = billed_s(*meter) / 60.0;
            (minutes * rates[contact_type], minutes)
        }
        FeeKind::PerOrder { basis: OrderBasis::OrdersServed, rates, special, .. } => {
            let (price, orders) = (rates[contact_type], volume.orders_served);
            (orders * (price + special_price(*special)), if price == 0.0 { 0.0 } else { orders })
        }
        FeeKind::PerConversion { conversion, commission } => (volume.handled() * conversion * commission, 0.0),
        _ => (0.0, 0.0),
    }
}

/// An individual charge on contacts of its channel. Nothing for other fees.
pub(super) fn charge(fee: &FeeKind, volume: &Volume) -> f64 {
    match fee {
        FeeKind::PerAbandoned { amount, .. } => volume.abandoned * amount,
        FeeKind::PerBlocked { amount, .. } => volume.blocked * amount,
        FeeKind::PerWaitMinute { amount, .. } => volume.wait_answered_s / 60.0 * amount,
        _ => 0.0,
    }
}

/// The one channel that a fee is for, if it names one.
pub(super) fn channel(fee: &FeeKind) -> Option<ChannelId> {
    match fee {
        FeeKind::PerContact { billed, .. } => billed.channel,
        FeeKind::PerMinute { channel, .. }
        | FeeKind::PerAbandoned { channel, .. }
        | FeeKind::PerBlocked { channel, .. }
        | FeeKind::PerWaitMinute { channel, .. } => *channel,
        _ => None,
    }
}

/// What special service adds to the price of an average order.
pub(super) fn special_price(special: Option<(f64, f64)>) -> f64 {
    special.map_or(0.0, |(share, extra)| share * extra)
}

/// Contacts that count, handled by people and by the bot.
fn counted(basis: ContactBasis, volume: &Volume) -> (f64, f64) {
    match basis {
        ContactBasis::Handled => (volume.answered, volume.contained),
        ContactBasis::Resolved => (volume.resolved_by_people, volume.contained - volume.falsely_contained),
        ContactBasis::Offered => (volume.offered_to_people(), volume.bot_handled),
    }
}

/// Whether a fee's price moves with the month's units.
pub(super) fn has_tiers(fee: &FeeKind) -> bool {
    matches!(fee, FeeKind::PerContact { tiers: Some(_), .. } | FeeKind::PerOrder { tiers: Some(_), .. })
}
