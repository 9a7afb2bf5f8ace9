//! Fee clauses: what each bills, and which keys go with it.

use super::names::position_of;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, did_you_mean};
use crate::scenario::model::{
    Billed, ChannelId, ContactBasis, Fee, FeeKind, OrderBasis, PassThrough, Rounding, Tier, TierRule, Tiers,
};
use crate::scenario::written::{BasisWritten, FeeWritten, Named, NonNegative, TierRuleWritten};

/// Names that fees refer to.
pub(super) struct FeeNames<'a> {
    pub channels: &'a [String],
    pub contact_types: &'a [String],
}

/// The keys that say what a clause bills.
const KINDS: [&str; 12] = [
    "per_contact",
    "per_resolution",
    "per_minute",
    "per_order",
    "per_seat_month",
    "per_agent_hour",
    "fixed_month",
    "value_added_month",
    "per_abandoned",
    "per_blocked",
    "per_wait_minute",
    "per_conversion",
];

/// The other keys, and the kinds they go with.
const COMPANIONS: [(&str, &[&str]); 19] = [
    ("by_type", &["per_contact", "per_resolution", "per_minute", "per_order"]),
    ("bot", &["per_contact"]),
    ("bot_resolved", &["per_contact", "per_resolution"]),
    ("bot_by_type", &["per_contact", "per_resolution"]),
    ("basis", &["per_contact", "per_order"]),
    ("channel", &["per_contact", "per_resolution", "per_minute", "per_abandoned", "per_blocked", "per_wait_minute"]),
    ("tiers", &["per_contact", "per_resolution", "per_order"]),
    ("tier_rule", &["per_contact", "per_resolution", "per_order"]),
    ("rounding", &["per_minute"]),
    ("free", &["per_minute"]),
    ("special", &["per_order"]),
    ("seats", &["per_seat_month"]),
    ("most_agents", &["per_agent_hour"]),
    ("included_contacts", &["fixed_month"]),
    ("overage", &["fixed_month"]),
    ("dead_band", &["fixed_month"]),
    ("cost_month", &["value_added_month"]),
    ("conversion", &["per_conversion"]),
    ("surcharged", &["per_contact", "per_resolution", "per_minute", "per_order"]),
];

fn has(fee: &FeeWritten, key: &str) -> bool {
    match key {
        "per_contact" => fee.per_contact.is_some(),
        "per_resolution" => fee.per_resolution.is_some(),
        "per_minute" => fee.per_minute.is_some(),
        "per_order" => fee.per_order.is_some(),
        "per_seat_month" => fee.per_seat_month.is_some(),
        "per_agent_hour" => fee.per_agent_hour.is_some(),
        "fixed_month" => fee.fixed_month.is_some(),
        "value_added_month" => fee.value_added_month.is_some(),
        "per_abandoned" => fee.per_abandoned.is_some(),
        "per_blocked" => fee.per_blocked.is_some(),
        "per_wait_minute" => fee.per_wait_minute.is_some(),
        "per_conversion" => fee.per_conversion.is_some(),
        "by_type" => fee.by_type.is_some(),
        "bot" => fee.bot.is_some(),
        "bot_resolved" => fee.bot_resolved.is_some(),
        "bot_by_type" => fee.bot_by_type.is_some(),
        "basis" => fee.basis.is_some(),
        "channel" => fee.channel.is_some(),
        "tiers" => fee.tiers.is_some(),
        "tier_rule" => fee.tier_rule.is_some(),
        "rounding" => fee.rounding.is_some(),
        "free" => fee.free.is_some(),
        "special" => fee.special.is_some(),
        "seats" => fee.seats.is_some(),
        "most_agents" => fee.most_agents.is_some(),
        "included_contacts" => fee.included_contacts.is_some(),
        "overage" => fee.overage.is_some(),
        "dead_band" => fee.dead_band.is_some(),
        "cost_month" => fee.cost_month.is_some(),
        "conversion" => fee.conversion.is_some(),
        "surcharged" => fee.surcharged.is_some(),
        _ => false,
    }
}

/// The clauses that one written clause stands for: itself, and those for `bot_resolved` and `pass_through` beside it.
pub(super) fn fee(written: &FeeWritten, names: &FeeNames<'_>, path: &KeyPath, problems: &mut Problems) -> Vec<Fee> {
    let mut fees = Vec::new();
    let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| has(written, kind)).collect();
    match kinds.as_slice() {
        [kind] => {
            for (key, kinds) in COMPANIONS {
                if has(written, key) && !kinds.contains(kind) {
                    let complaint = Complaint::new("", format!("does not go with {kind}"));
                    problems.at(&path.key(key), complaint.remedy(format!("it goes with {}", kinds.join(", "))));
                }
            }
            fees.extend(clauses(kind, written, names, path, problems));
        }
        [] if written.pass_through.is_some() => {
            if let Some((key, kinds)) = COMPANIONS.iter().find(|(key, _)| has(written, key)) {
                let complaint = Complaint::new("", "does not go with pass_through alone");
                problems.at(&path.key(key), complaint.remedy(format!("it goes with {}", kinds.join(", "))));
            }
        }
        [] => {
            let remedy = format!("give one of: {}, pass_through", KINDS.join(", "));
            problems.at(path, Complaint::new("", "does not say what it bills").remedy(remedy));
        }
        [first, second, ..] => {
            let complaint = Complaint::new("", format!("is in one clause with {first}: a clause bills one thing"));
            problems.at(&path.key(second), complaint.remedy("write two clauses: fees = [{ … }, { … }]"));
        }
    }
    if let Some(costs) = &written.pass_through {
        let mut distinct: Vec<PassThrough> = Vec::new();
        for (place, cost) in costs.iter().enumerate() {
            if distinct.contains(cost) {
                problems.at(
                    &path.key("pass_through").index(place),
                    Complaint::new("", "is named twice").remedy("leave one of the two out"),
                );
            }
            distinct.push(*cost);
        }
        fees.push(Fee { kind: FeeKind::AtCost { costs: distinct }, is_surcharged: false });
    }
    fees
}

fn clauses(
    kind: &str,
    written: &FeeWritten,
    names: &FeeNames<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<Fee> {
    let channel = written.channel.as_ref().and_then(|name| {
        position_of(&name.0, names.channels, "a channel", &path.key("channel"), problems).map(ChannelId)
    });
    let amount = |amount: Option<NonNegative>| amount.map_or(0.0, |amount| amount.0);
    let is_volume = matches!(kind, "per_contact" | "per_resolution" | "per_minute" | "per_order");
    let is_surcharged = is_volume && written.surcharged.unwrap_or(true);
    let as_one = |kind: FeeKind| vec![Fee { kind, is_surcharged }];
    match kind {
        "per_contact" | "per_resolution" => per_contact(written, channel, names, path, problems),
        "per_minute" => as_one(FeeKind::PerMinute {
            rates: by_type(amount(written.per_minute), &written.by_type, names, &path.key("by_type"), problems),
            channel,
            rounding: Rounding {
                unit_s: written.rounding.as_ref().map_or(0.0, |rounding| rounding.0),
                free_s: written.free.as_ref().map_or(0.0, |free| free.0),
            },
            meter: 0,
        }),
        "per_order" => {
            let basis = match written.basis {
                None | Some(BasisWritten::OrdersServed) => OrderBasis::OrdersServed,
                Some(BasisWritten::Parcels) => OrderBasis::Parcels,
                Some(_) => {
                    let complaint = Complaint::new("", "must be orders_served or parcels for per_order");
                    problems.at(&path.key("basis"), complaint);
                    OrderBasis::OrdersServed
                }
            };
            if basis == OrderBasis::Parcels && written.by_type.is_some() {
                let complaint = Complaint::new("", "does not go with parcels, which have no contact type");
                problems.at(&path.key("by_type"), complaint.remedy("leave it out"));
            }
            as_one(FeeKind::PerOrder {
                basis,
                rates: by_type(amount(written.per_order), &written.by_type, names, &path.key("by_type"), problems),
                special: written.special.as_ref().and_then(|special| Some((special.share?.0, special.adds?.0))),
                tiers: tiers(written, amount(written.per_order), path, problems),
            })
        }
        "per_seat_month" => as_one(FeeKind::PerSeatMonth {
            rate: amount(written.per_seat_month),
            seats: written.seats.map(|seats| seats.0),
        }),
        "per_agent_hour" => as_one(FeeKind::PerAgentHour {
            rate: amount(written.per_agent_hour),
            most_agents: written.most_agents.map(|agents| agents.0),
        }),
        "fixed_month" => {
            if written.overage.is_some() && written.included_contacts.is_none() {
                let complaint = Complaint::new("", "needs included_contacts: beyond which contacts is it billed?");
                problems.at(&path.key("overage"), complaint.remedy("add included_contacts"));
            }
            as_one(FeeKind::FixedMonth {
                amount: amount(written.fixed_month),
                included_contacts: written.included_contacts.map(|contacts| contacts.0),
                overage: amount(written.overage),
                dead_band: written.dead_band.map(|share| share.0),
            })
        }
        "value_added_month" => as_one(FeeKind::ValueAddedMonth {
            amount: amount(written.value_added_month),
            cost: amount(written.cost_month),
        }),
        "per_abandoned" => {
            as_one(FeeKind::PerAbandoned { amount: written.per_abandoned.map_or(0.0, |amount| amount.0), channel })
        }
        "per_blocked" => {
            as_one(FeeKind::PerBlocked { amount: written.per_blocked.map_or(0.0, |amount| amount.0), channel })
        }
        "per_wait_minute" => {
            as_one(FeeKind::PerWaitMinute { amount: written.per_wait_minute.map_or(0.0, |amount| amount.0), channel })
        }
        _ => {
            if written.conversion.is_none() {
                let complaint =
                    Complaint::new("", "is missing: per_conversion needs the share of contacts that convert")
                        .remedy("write conversion = 0.01");
                problems.at(&path.key("conversion"), complaint);
            }
            as_one(FeeKind::PerConversion {
                conversion: written.conversion.map_or(0.0, |share| share.0),
                commission: amount(written.per_conversion),
            })
        }
    }
}

/// The clause of `per_contact` or `per_resolution`, and one more for `bot_resolved`.
fn per_contact(
    written: &FeeWritten,
    channel: Option<ChannelId>,
    names: &FeeNames<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<Fee> {
    let base = written.per_contact.or(written.per_resolution).map_or(0.0, |price| price.0);
    let is_surcharged = written.surcharged.unwrap_or(true);
    let basis = match written.basis {
        _ if written.per_resolution.is_some() => ContactBasis::Resolved,
        None | Some(BasisWritten::Handled) => ContactBasis::Handled,
        Some(BasisWritten::Resolved) => ContactBasis::Resolved,
        Some(BasisWritten::Offered) => ContactBasis::Offered,
        Some(_) => {
            let complaint = Complaint::new("", "must be handled, resolved or offered for per_contact");
            problems.at(&path.key("basis"), complaint.remedy("orders_served and parcels go with per_order"));
            ContactBasis::Handled
        }
    };
    if written.bot.is_some() && written.bot_resolved.is_some() {
        let complaint = Complaint::new("", "is given beside bot: a contact of the bot would be billed twice");
        problems.at(&path.key("bot_resolved"), complaint.remedy("leave one of the two out"));
    }
    if written.bot_by_type.is_some() && written.bot.is_none() && written.bot_resolved.is_none() {
        let complaint = Complaint::new("", "needs bot or bot_resolved, the price of all other contact types");
        problems.at(&path.key("bot_by_type"), complaint);
    }
    let none = || vec![0.0; names.contact_types.len()];
    let people = by_type(base, &written.by_type, names, &path.key("by_type"), problems);
    let bot_price = written.bot.or(written.bot_resolved);
    let bot = bot_price.map(|price| by_type(price.0, &written.bot_by_type, names, &path.key("bot_by_type"), problems));
    let is_resolved_only = written.bot_resolved.is_some();
    let mut fees = vec![Fee {
        kind: FeeKind::PerContact {
            billed: Billed {
                basis,
                channel,
                people,
                bot: bot.clone().filter(|_| !is_resolved_only).unwrap_or_else(none),
            },
            tiers: tiers(written, base, path, problems),
        },
        is_surcharged,
    }];
    if let Some(bot) = bot.filter(|_| is_resolved_only) {
        let billed = Billed { basis: ContactBasis::Resolved, channel, people: none(), bot };
        fees.push(Fee { kind: FeeKind::PerContact { billed, tiers: None }, is_surcharged });
    }
    fees
}

/// The price of each contact type: the base, or its own.
fn by_type(
    base: f64,
    own: &Option<Named<NonNegative>>,
    names: &FeeNames<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<f64> {
    let mut prices = vec![base; names.contact_types.len()];
    for (name, price) in own.iter().flat_map(|own| own.iter()) {
        match names.contact_types.iter().position(|known| known == name) {
            Some(at) => prices[at] = price.0,
            None => {
                let complaint = Complaint::new("", "is not the name of a contact type");
                let remedy = did_you_mean(name, names.contact_types.iter().map(String::as_str));
                problems.key(&path.key(name), None, complaint.maybe_remedy(remedy));
            }
        }
    }
    prices
}

fn tiers(written: &FeeWritten, base: f64, path: &KeyPath, problems: &mut Problems) -> Option<Tiers> {
    let Some(tiers) = &written.tiers else {
        if written.tier_rule.is_some() && !problems.is_spoilt(&path.key("tiers")) {
            problems.at(
                &path.key("tier_rule"),
                Complaint::new("", "needs tiers, and there are none")
                    .remedy("add tiers = [{ up_to = 50000, rate = 3.2 }, { rate = 2.8 }], or leave it out"),
            );
        }
        return None;
    };
    let path = path.key("tiers");
    let mut resolved: Vec<Tier> = Vec::with_capacity(tiers.len());
    let last = tiers.len().saturating_sub(1);
    for (place, tier) in tiers.iter().enumerate() {
        let path = path.index(place);
        let up_to = tier.up_to.map(|units| units.0);
        match up_to {
            None if place < last => {
                let complaint = Complaint::new("", "is missing: only the last tier has no upper end");
                problems.at(&path.key("up_to"), complaint);
            }
            Some(units) if place == last => {
                let complaint = Complaint::new(units, "must be left out of the last tier: what would more units cost?");
                problems.at(&path.key("up_to"), complaint.remedy("add a tier { rate = … } without up_to"));
            }
            _ => {}
        }
        let before = resolved.last().and_then(|tier| tier.up_to);
        if let (Some(before), Some(units)) = (before, up_to)
            && units <= before
        {
            let complaint = Complaint::new(units, format!("overlaps the tier before it, which ends at {before}"));
            problems.at(&path.key("up_to"), complaint.remedy("put the tiers in ascending order"));
        }
        resolved.push(Tier { up_to, rate: tier.rate.map_or(0.0, |rate| rate.0) });
    }
    let rule = match written.tier_rule {
        Some(TierRuleWritten::Whole) => TierRule::Whole,
        Some(TierRuleWritten::Marginal) | None => TierRule::Marginal,
    };
    Some(Tiers { tiers: resolved, rule, base })
}
