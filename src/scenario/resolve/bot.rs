//! The bot as a whole.

use super::names::unknown;
use crate::scenario::diagnosis::{KeyPath, Problems};
use crate::scenario::model::{Bot, BotCost, BotOutage, Channel, WhenBotIsFull};
use crate::scenario::written::{BotWritten, WhenFullWritten};

/// Months over which an investment is written off, if nothing is said.
const USUAL_WRITE_OFF_MONTHS: f64 = 36.0;

/// The bot.
pub(super) fn bot(written: &BotWritten, channels: &[Channel], path: &KeyPath, problems: &mut Problems) -> Bot {
    let names: Vec<String> = channels.iter().map(|channel| channel.name.clone()).collect();
    for name in written.channels.iter().flat_map(|channels| channels.names()) {
        if !names.iter().any(|known| known == name) {
            let mut complaint = unknown(name, &names, "a channel");
            complaint.value.clear();
            problems.key(&path.key("channels").key(name), None, complaint);
        }
    }
    let outage = written.outage.as_ref().and_then(|outage| {
        Some(BotOutage { chance_per_day: outage.chance_per_day?.0, lasts_s: outage.lasts.as_ref()?.0 })
    });
    let cost = written.cost.clone().unwrap_or_default();
    Bot {
        sessions: written.sessions.map(|sessions| sessions.0),
        when_full: match written.when_full {
            Some(WhenFullWritten::Blocked) => WhenBotIsFull::Blocked,
            Some(WhenFullWritten::People) | None => WhenBotIsFull::People,
        },
        outage,
        cost: BotCost {
            session: cost.session.map_or(0.0, |amount| amount.0),
            minute: cost.minute.map_or(0.0, |amount| amount.0),
            month: cost.month.map_or(0.0, |amount| amount.0),
            investment: cost.investment.map_or(0.0, |amount| amount.0),
            write_off_months: cost.write_off_months.map_or(USUAL_WRITE_OFF_MONTHS, |months| months.0),
        },
    }
}
