//! The prices of a contract, to be listed or moved together.
//!
//! Prices are what the outsourcer can quote: money for a contact, a minute, an order, a seat, an hour, a month. Individual
//! charges, penalties, bonuses, ceilings and costs passed on are terms, not prices, and stay when prices move; penalties
//! that are shares of a fee move with it.

use super::{Contract, Fee, FeeKind, Tiers};

/// Which of a contract's prices move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceScope {
    /// All of them, by one factor.
    AllClauses,
    /// Those of one fee clause, by its index.
    Clause(usize),
}

/// What a price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceUnit {
    /// A contact handled by people.
    ContactByPeople,
    /// A contact handled by the bot.
    ContactByBot,
    /// A minute of talk.
    TalkMinute,
    /// An order.
    Order,
    /// What special service adds to an order.
    SpecialService,
    /// A seat and month.
    SeatMonth,
    /// An hour of an agent on duty.
    AgentHour,
    /// A month.
    Month,
    /// A contact beyond those that a month's fee covers.
    ContactBeyond,
    /// A month of value-added services.
    ValueAddedMonth,
    /// An order of goods that a contact led to.
    Conversion,
}

/// The prices of one kind in a fee clause.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedPrice {
    /// Index of the clause.
    pub clause: usize,
    /// What they are for.
    pub unit: PriceUnit,
    /// The distinct amounts that are not zero, ascending, in the scenario's currency.
    pub amounts: Vec<f64>,
}

impl Contract {
    /// The same contract with prices times a factor.
    pub fn with_prices_scaled(&self, scope: PriceScope, factor: f64) -> Contract {
        let mut contract = self.clone();
        for (clause, fee) in contract.fees.iter_mut().enumerate() {
            if scope == PriceScope::AllClauses || scope == PriceScope::Clause(clause) {
                visit_prices(&mut fee.kind, &mut |_, price| *price *= factor);
            }
        }
        contract
    }

    /// All prices, clause by clause.
    pub fn listed_prices(&self) -> Vec<ListedPrice> {
        let mut listed: Vec<ListedPrice> = Vec::new();
        for (clause, fee) in self.fees.iter().enumerate() {
            let Fee { mut kind, .. } = fee.clone();
            visit_prices(&mut kind, &mut |unit, price| {
                if *price == 0.0 {
                    return;
                }
                match listed.iter_mut().find(|it| it.clause == clause && it.unit == unit) {
                    Some(known) => known.amounts.push(*price),
                    None => listed.push(ListedPrice { clause, unit, amounts: vec![*price] }),
                }
            });
        }
        for prices in &mut listed {
            prices.amounts.sort_by(f64::total_cmp);
            prices.amounts.dedup();
        }
        listed
    }
}

/// Shows each price of a clause to `visit`.
fn visit_prices(kind: &mut FeeKind, visit: &mut dyn FnMut(PriceUnit, &mut f64)) {
    match kind {
        FeeKind::PerContact { billed, tiers } => {
            billed.people.iter_mut().for_each(|price| visit(PriceUnit::ContactByPeople, price));
            billed.bot.iter_mut().for_each(|price| visit(PriceUnit::ContactByBot, price));
            visit_tiers(PriceUnit::ContactByPeople, tiers.as_mut(), visit);
        }
        FeeKind::PerMinute { rates, .. } => rates.iter_mut().for_each(|rate| visit(PriceUnit::TalkMinute, rate)),
        FeeKind::PerOrder { rates, special, tiers, .. } => {
            rates.iter_mut().for_each(|rate| visit(PriceUnit::Order, rate));
            if let Some((_, extra)) = special {
                visit(PriceUnit::SpecialService, extra);
            }
            visit_tiers(PriceUnit::Order, tiers.as_mut(), visit);
        }
        FeeKind::PerSeatMonth { rate, .. } => visit(PriceUnit::SeatMonth, rate),
        FeeKind::PerAgentHour { rate, .. } => visit(PriceUnit::AgentHour, rate),
        FeeKind::FixedMonth { amount, overage, .. } => {
            visit(PriceUnit::Month, amount);
            visit(PriceUnit::ContactBeyond, overage);
        }
        FeeKind::ValueAddedMonth { amount, .. } => visit(PriceUnit::ValueAddedMonth, amount),
        FeeKind::PerConversion { commission, .. } => visit(PriceUnit::Conversion, commission),
        FeeKind::PerAbandoned { .. }
        | FeeKind::PerBlocked { .. }
        | FeeKind::PerWaitMinute { .. }
        | FeeKind::AtCost { .. } => {}
    }
}

fn visit_tiers(unit: PriceUnit, tiers: Option<&mut Tiers>, visit: &mut dyn FnMut(PriceUnit, &mut f64)) {
    let Some(tiers) = tiers else { return };
    tiers.tiers.iter_mut().for_each(|tier| visit(unit, &mut tier.rate));
    visit(unit, &mut tiers.base);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model::{Billed, ContactBasis, Title};

    fn contract() -> Contract {
        let billed = Billed {
            basis: ContactBasis::Handled,
            channel: None,
            people: vec![2.5, 5.0, 2.5],
            bot: vec![0.8, 0.0, 0.0],
        };
        let fees = [
            FeeKind::PerContact { billed, tiers: None },
            FeeKind::PerAbandoned { amount: -4.0, channel: None },
            FeeKind::FixedMonth { amount: 1000.0, included_contacts: None, overage: 0.0, dead_band: None },
        ];
        Contract {
            name: "mixed".to_owned(),
            title: Title::default(),
            fees: fees.map(|kind| Fee { kind, is_surcharged: false }).into(),
            kpis: Vec::new(),
            penalty_cap: None,
            minimum_volume: None,
            surcharges: Vec::new(),
            kpi_relief: None,
            budget: None,
            most_contacts: None,
            renewal: None,
        }
    }

    #[test]
    fn prices_are_listed_once_and_charges_are_not_prices() {
        let listed = contract().listed_prices();
        let of = |clause, unit, amounts: &[f64]| ListedPrice { clause, unit, amounts: amounts.to_vec() };
        assert_eq!(
            listed,
            [
                of(0, PriceUnit::ContactByPeople, &[2.5, 5.0]),
                of(0, PriceUnit::ContactByBot, &[0.8]),
                of(2, PriceUnit::Month, &[1000.0]),
            ]
        );
    }

    #[test]
    fn one_clause_moves_or_all_do_and_charges_stay() {
        let one = contract().with_prices_scaled(PriceScope::Clause(2), 2.0);
        assert_eq!(one.fees[..2], contract().fees[..2]);
        assert_eq!(one.listed_prices()[2].amounts, [2000.0]);
        let all = contract().with_prices_scaled(PriceScope::AllClauses, 2.0);
        assert_eq!(all.fees[1], contract().fees[1]);
        assert_eq!(all.listed_prices()[0].amounts, [5.0, 10.0]);
    }
}
