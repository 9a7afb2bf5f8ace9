//! What every plan respects: opening hours, days of availability, heads; and floors that cannot be kept.

use crate::stationary::*;
use peakdesk::engine::Season;
use peakdesk::scenario::model::*;
use peakdesk::staffing::{NoPlan, SearchSettings, find_plans};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::sync::atomic::AtomicBool;

/// A few days of two channels and two groups with random hours, heads and days of availability.
fn random_scenario(random: &mut StdRng) -> Scenario {
    let days = random.random_range(2..6);
    let queue = Queue {
        arrivals_per_hour: random.random_range(5.0..80.0),
        handle_s: random.random_range(60.0..400.0),
        wage: random.random_range(15.0..40.0),
        hourly_cv: 0.0,
    };
    let price = random.random_range(0.5..8.0);
    let mut kpi = level(
        ServiceLevelDefinition::Offered,
        KpiPeriod::Day,
        vec![below(random.random_range(0.5..0.95), PenaltySize::ShareOfFee(-0.1))],
    );
    kpi.channel = None;
    let contracts =
        vec![contract("plain", vec![per_contact(price)], vec![]), contract("kpi", vec![per_contact(price)], vec![kpi])];
    let mut scenario = november(queue, contracts);
    scenario.calendar.day_kinds.truncate(days);
    scenario.demand.parcels.truncate(days);
    let mut second = scenario.channels[0].clone();
    second.name = "chat".into();
    second.kind = ChannelKind::Chat;
    second.concurrency = Concurrency { limit: 2, slowdown: vec![1.0, 1.3] };
    scenario.channels.push(second);
    scenario.service_floor = vec![None; 2];
    let mut stream = scenario.streams[0].clone();
    stream.channel = ChannelId(1);
    scenario.streams.push(stream);
    for channel in 0..2 {
        let opens = random.random_range(0..12);
        let closes = random.random_range(opens + 2..=24);
        scenario.channels[channel].opens_s = opens * 3600;
        scenario.channels[channel].closes_s = closes * 3600;
        scenario.streams[channel].expected_contacts = (0..days * 24)
            .map(|interval| {
                let hour = (interval % 24) as u32;
                if (opens..closes).contains(&hour) { queue.arrivals_per_hour } else { 0.0 }
            })
            .collect();
    }
    let both = random.random_range(0..2) == 0;
    scenario.agent_groups[0].available_days = (0, days - 1);
    let mut other = scenario.agent_groups[0].clone();
    other.name = "seasonal".into();
    let first = random.random_range(0..days);
    other.available_days = (first, random.random_range(first..days));
    other.skills[0].streams = if both { vec![StreamId(0), StreamId(1)] } else { vec![StreamId(1)] };
    scenario.agent_groups.push(other);
    for group in &mut scenario.agent_groups {
        group.heads_max = (random.random_range(0..3) > 0).then(|| random.random_range(1..20));
        group.shrinkage = random.random_range(0.0..0.4);
        group.absence = random.random_range(0.0..0.1);
    }
    scenario
}

#[test]
fn plans_keep_to_opening_hours_availability_and_heads_in_random_scenarios() {
    let mut random = StdRng::seed_from_u64(20_251_111);
    let mut staffed = 0;
    for number in 0..40 {
        let mut scenario = random_scenario(&mut random);
        if number % 2 == 1 {
            let over = [ServiceLevelOver::Interval, ServiceLevelOver::Day, ServiceLevelOver::Season][number / 2 % 3];
            let chance = (number % 4 == 1).then_some(0.8);
            let on_days = (over == ServiceLevelOver::Day && number % 8 > 4).then_some(0.9);
            scenario.staffing = StaffingRule::ServiceLevel { over, chance, on_days };
            scenario.channels.iter_mut().for_each(|channel| channel.service.share = Some(0.7));
        }
        let season = Season::new(&scenario);
        let settings = SearchSettings { profit_replications: 4, ..SearchSettings::default() };
        let found = find_plans(&season, settings, number as u64, &|_, _| (), &AtomicBool::new(false));
        let staffing = match found {
            Ok(staffing) => staffing,
            // random heads may be too few for a target
            Err(NoPlan::Infeasible(_)) if number % 2 == 1 => continue,
            Err(other) => panic!("{other}"),
        };
        for plan in &staffing.plans {
            for (group, required) in scenario.agent_groups.iter().zip(&plan.required) {
                let most = group.most_on_duty().map_or(u32::MAX, |most| most as u32);
                for (interval, agents) in required.iter().enumerate() {
                    let day = scenario.calendar.day_of_interval(interval);
                    let second = scenario.calendar.second_of_day(interval);
                    let is_open = group.skills[0]
                        .streams
                        .iter()
                        .any(|stream| scenario.channels[scenario.streams[stream.0].channel.0].is_open(second));
                    let may_work = group.works_on(day) && is_open;
                    assert!(
                        *agents <= if may_work { most } else { 0 },
                        "scenario {number}, {}, {interval}",
                        group.name
                    );
                    staffed += u64::from(*agents);
                }
            }
        }
    }
    assert!(staffed > 2_000, "plans staff someone: {staffed}");
}

fn with_floor(floor: f64, heads: u32) -> Scenario {
    let queue = Queue { arrivals_per_hour: 60.0, handle_s: 240.0, wage: 24.0, hourly_cv: 0.0 };
    let fixed = FeeKind::FixedMonth { amount: 10_000.0, included_contacts: None, overage: 0.0, dead_band: None };
    let mut scenario = november(queue, vec![contract("flat", vec![fixed], vec![])]);
    scenario.calendar.day_kinds.truncate(3);
    scenario.demand.parcels.truncate(3);
    scenario.streams[0].expected_contacts.truncate(72);
    scenario.agent_groups[0].available_days = (0, 2);
    scenario.agent_groups[0].heads_max = Some(heads);
    scenario.service_floor = vec![(floor > 0.0).then_some(floor)];
    scenario
}

/// A fee that comes whatever is done pays best for nobody; the floor is kept, at the least cost that keeps it.
#[test]
fn a_flat_fee_staffs_nobody_and_a_floor_is_kept() {
    let settings = SearchSettings::default();
    let nobody = search(&with_floor(0.0, 40), settings);
    assert!(nobody.report.contracts[0].staffs_nobody);
    assert!(nobody.plans[0].required[0].iter().all(|agents| *agents == 0));
    let kept = search(&with_floor(0.5, 40), settings);
    assert!(!kept.report.contracts[0].staffs_nobody);
    // 4 erlangs: by Erlang A, 4 agents answer 57 % of offered within 20 s, 3 agents 38 %
    assert!(kept.plans[0].required[0][1..].iter().all(|agents| *agents == 4), "{:?}", kept.plans[0].required);
}

#[test]
fn a_floor_that_heads_cannot_keep_says_which_and_by_how_much() {
    let scenario = with_floor(0.8, 3);
    let season = Season::new(&scenario);
    let found = find_plans(&season, SearchSettings::default(), 1, &|_, _| (), &AtomicBool::new(false));
    let Err(NoPlan::Infeasible(reason)) = found else { panic!("three heads cannot do it") };
    let text = reason.to_string();
    assert!(text.contains("channel 'phone'") && text.contains("80.0 % are promised"), "{text}");
    assert!(text.contains("the 3 of group 'regular' that 3 heads give"), "{text}");
    assert!(reason.reached > 5.0 && reason.reached < 40.0, "{text}");
}
