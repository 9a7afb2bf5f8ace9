//! Service levels on every kind of span, met on fresh replications.

use crate::stationary::*;
use peakdesk::experiment::{ExperimentSettings, Results, Unobserved, run};
use peakdesk::scenario::model::*;
use peakdesk::staffing::SearchSettings;
use std::sync::atomic::AtomicBool;

fn results(over: ServiceLevelOver, chance: Option<f64>, on_days: Option<f64>) -> Results {
    let queue = Queue { arrivals_per_hour: 60.0, handle_s: 240.0, wage: 24.0, hourly_cv: 0.0 };
    let mut scenario = november(queue, vec![]);
    scenario.calendar.day_kinds.truncate(10);
    scenario.demand.parcels.truncate(10);
    scenario.streams[0].expected_contacts.truncate(240);
    scenario.agent_groups[0].available_days = (0, 9);
    scenario.demand.busyness.cv = 0.15;
    scenario.channels[0].service.share = Some(0.8);
    scenario.staffing = StaffingRule::ServiceLevel { over, chance, on_days };
    let settings =
        ExperimentSettings { seed: 3, replications: 200, precision: None, search: SearchSettings::default() };
    run(&scenario, settings, &Unobserved, &AtomicBool::new(false)).expect("there is a plan").results
}

fn season_level(results: &Results) -> f64 {
    let (part, whole) = results.plans[0]
        .replications
        .iter()
        .fold((0, 0), |sum, record| (sum.0 + record.service_level.0, sum.1 + record.service_level.1));
    part as f64 / whole as f64
}

/// Share of replications whose season meets the target.
fn seasons_met(results: &Results) -> f64 {
    let records = &results.plans[0].replications;
    let met = records.iter().filter(|it| it.service_level.0 as f64 >= 0.8 * it.service_level.1 as f64).count();
    met as f64 / records.len() as f64
}

/// The season's level has a standard error of half a point on 200 replications, and a plan of whole agents passes the target
/// by up to three points; a plan chosen on twelve replications may be two short.
#[test]
fn a_target_in_the_mean_is_met_over_days_and_season_without_much_to_spare() {
    for over in [ServiceLevelOver::Day, ServiceLevelOver::Season] {
        let level = season_level(&results(over, None, None));
        assert!((0.78..0.84).contains(&level), "{over:?}: {level}");
    }
}

/// A chance, or a share of days, takes more agents than the mean, the more the surer.
#[test]
fn a_chance_or_a_share_of_days_takes_more_agents_and_is_kept() {
    let hours = |results: &Results| results.plans[0].agent_hours;
    let mean = results(ServiceLevelOver::Season, None, None);
    let sure = results(ServiceLevelOver::Season, Some(0.9), None);
    assert!(hours(&sure) > hours(&mean));
    // wanted 0.9, chosen on twelve replications, of which one may miss: a true share below 0.75 has a chance of 16 % of
    // passing there; the seed is fixed
    assert!(seasons_met(&sure) >= 0.75, "{}", seasons_met(&sure));
    let on_days = results(ServiceLevelOver::Day, None, Some(0.9));
    assert!(hours(&on_days) > hours(&sure), "nine days in ten are harder than nine seasons");
    let by_interval = results(ServiceLevelOver::Interval, None, None);
    let surely_by_interval = results(ServiceLevelOver::Interval, Some(0.8), None);
    assert!(hours(&surely_by_interval) > hours(&by_interval), "a chance is honoured on intervals");
}
