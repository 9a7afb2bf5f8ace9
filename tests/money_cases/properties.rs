//! What holds for any volumes under a contract with every kind of clause.

use peakdesk::money::{LineKind, Statement, Volume, Volumes};
use peakdesk::scenario::model::*;
use proptest::prelude::*;

use crate::season::*;

/// Tiers, surcharges, a monthly fee that moves, a minimum: every fee of which KPI effects are shares.
fn all_at_stake() -> Contract {
    let billed = Billed { basis: ContactBasis::Handled, channel: None, people: vec![2.5, 5.0], bot: vec![0.8, 0.8] };
    let tiers = Tiers {
        tiers: vec![Tier { up_to: Some(9000.0), rate: 3.0 }, Tier { up_to: None, rate: 2.0 }],
        rule: TierRule::Marginal,
        base: 2.5,
    };
    let mut terms = contract(vec![
        volume_fee(FeeKind::PerContact { billed, tiers: Some(tiers) }),
        plain_fee(FeeKind::FixedMonth {
            amount: 30_000.0,
            included_contacts: Some(5000.0),
            overage: 1.6,
            dead_band: None,
        }),
        volume_fee(FeeKind::PerAgentHour { rate: 3.0, most_agents: Some(4.0) }),
    ]);
    terms.surcharges = vec![
        Surcharge { when: SurchargeWhen::Days(3, 8), factor: 1.25 },
        Surcharge { when: SurchargeWhen::Hours(22 * 3600, 8 * 3600), factor: 1.3 },
    ];
    terms.minimum_volume = Some(MinimumVolume::ShareOfForecast(0.9));
    terms
}

/// Abandonments of each hour; every hour has at least one contact.
fn fill(hours: &[(u16, u16)]) -> impl Fn(&mut Volumes) + '_ {
    move |volumes| {
        for (interval, (answered, abandoned)) in hours.iter().enumerate() {
            let volume = Volume {
                fresh: f64::from(answered + abandoned) + 1.0,
                answered: f64::from(*answered) + 1.0,
                abandoned: f64::from(*abandoned),
                contained: f64::from(*abandoned) / 2.0,
                bot_handled: f64::from(*abandoned),
                ..Volume::default()
            };
            volumes.add(interval, StreamId(interval % 3), &volume);
        }
    }
}

fn bill(terms: Contract, hours: &[(u16, u16)]) -> Statement {
    let scenario = season();
    let plan = flat_plan(&scenario, &[5]);
    price_plan(scenario, terms, &plan, fill(hours))
}

fn close(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_fees_of_all_periods_add_up_to_the_season(hours in prop::collection::vec((0u16..60, 0u16..20), 336)) {
        use KpiPeriod::{Day, Interval, Month, Season, Week};
        for period in [Interval, Day, Week, Month, Season] {
            let mut terms = all_at_stake();
            let always = step(LadderSide::AtLeast, 0.0, PenaltySize::ShareOfFee(-0.1));
            terms.kpis = vec![kpi(KpiMetric::Abandonment, None, period, vec![always])];
            let statement = bill(terms, &hours);
            prop_assert_eq!(statement.kpi_periods, statement.kpi_periods_missed);
            prop_assert!(close(statement.penalties(), -0.1 * statement.fees()));
        }
    }

    #[test]
    fn caps_and_ceilings_hold(
        hours in prop::collection::vec((0u16..60, 0u16..20), 336),
        cap in 0.0..0.5f64,
        budget in 1000.0..80_000.0f64,
        most in 0.0..20_000.0f64,
        size in 0.0..0.1f64,
    ) {
        let mut terms = all_at_stake();
        let by_point = step(LadderSide::Above, 0.05, PenaltySize::ShareOfFeePerPoint(-size));
        let bonus = step(LadderSide::AtMost, 0.2, PenaltySize::Amount(50.0));
        terms.kpis = vec![
            kpi(KpiMetric::Abandonment, Some(PHONE), KpiPeriod::Day, vec![by_point, bonus]),
            kpi(KpiMetric::Abandonment, None, KpiPeriod::Week, vec![by_point]),
        ];
        (terms.penalty_cap, terms.budget, terms.most_contacts) = (Some(cap), Some(budget), Some(most));
        let statement = bill(terms, &hours);
        let fees = statement.fees() - amount(&statement, "budget_ceiling");
        prop_assert!(statement.lines.iter().all(|line| line.amount.is_finite()));
        prop_assert!(statement.revenue() <= budget * (1.0 + 1e-12));
        prop_assert!(statement.penalties() <= 1e-9 && -statement.penalties() <= cap * fees + 1e-9);
        prop_assert!(statement.bonuses() >= 0.0);
        prop_assert!(amount(&statement, "budget_ceiling") <= 0.0);
        prop_assert!(statement.lines.iter().all(|line| line.kind != LineKind::Cost || line.amount >= 0.0));
        prop_assert!(close(statement.profit(), statement.revenue() - statement.cost()));
    }
}
