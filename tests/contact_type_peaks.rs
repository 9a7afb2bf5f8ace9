//! `peaks` of a contact type: days on which a parcel brings more contacts, or fewer.

use peakdesk::scenario::reading::scenario_from_toml;

/// Four days at 1000 parcels, one contact type that brings 10 contacts on the same day.
fn scenario_with(contact_type_lines: &str) -> String {
    format!(
        r#"
        calendar = {{ first_day = 2025-11-10, days = 4, interval = "60m" }}
        demand = {{ parcels = {{ ordinary = 1000 }} }}
        channels.phone = {{ kind = "voice", service_level = {{ target = 0.8 }} }}
        agent_groups.agents = {{ skills = ["phone"] }}
        [contact_types.delay]
        handle_time = "180s"
        patience = "120s"
        {contact_type_lines}
        "#
    )
}

fn contacts_by_day(text: &str) -> Vec<f64> {
    let scenario = scenario_from_toml(text).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    scenario.streams[0].expected_contacts.chunks(24).map(|day| day.iter().sum()).collect()
}

fn complaints(text: &str) -> String {
    scenario_from_toml(text).expect_err("it is wrong").to_string()
}

#[track_caller]
fn assert_days(contacts: &[f64], expected: [f64; 4]) {
    assert_eq!(contacts.len(), 4);
    for (day, (contacts, expected)) in contacts.iter().zip(expected).enumerate() {
        assert!((contacts - expected).abs() < 1e-9, "day {day}: {contacts}, not {expected}");
    }
}

#[test]
fn a_peak_multiplies_the_contacts_of_its_days() {
    let text = scenario_with(
        "contacts_per_1000_parcels = 10.0
        peaks = [{ from = 2025-11-11, to = 2025-11-12, factor = 1.5 }]",
    );
    assert_days(&contacts_by_day(&text), [10.0, 15.0, 15.0, 10.0]);
}

#[test]
fn a_peak_goes_by_the_day_of_the_contact_not_of_the_parcel() {
    let text = scenario_with(
        "contacts_per_1000_parcels = 10.0
        lag_days = [0.0, 1.0]
        peaks = [{ from = 2025-11-11, factor = 2.0 }]",
    );
    assert_days(&contacts_by_day(&text), [10.0, 20.0, 10.0, 10.0]);
}

#[test]
fn peaks_that_overlap_multiply_and_may_reach_beyond_the_season() {
    let text = scenario_with(
        "contacts_per_1000_parcels = 10.0
        peaks = [{ from = 2025-11-01, to = 2025-11-11, factor = 2.0 }, { from = 2025-11-11, to = 2025-12-01, factor = 0.5 }]",
    );
    assert_days(&contacts_by_day(&text), [20.0, 10.0, 5.0, 5.0]);
}

#[test]
fn a_peak_outside_the_season_is_refused() {
    let text = scenario_with(
        "contacts_per_1000_parcels = 10.0
        peaks = [{ from = 2025-12-01, to = 2025-12-02, factor = 2.0 }]",
    );
    let complaints = complaints(&text);
    assert!(complaints.contains("is outside the season"), "{complaints}");
    assert!(complaints.contains("2025-11-10 to 2025-11-13"), "{complaints}");
}

#[test]
fn peaks_beside_a_forecast_are_refused() {
    let text = scenario_with("per_hour = 2\n peaks = [{ from = 2025-11-11, factor = 2.0 }]");
    let complaints = complaints(&text);
    assert!(complaints.contains("goes with contacts_per_1000_parcels only"), "{complaints}");
}

#[test]
fn a_peak_without_a_factor_is_refused() {
    let text = scenario_with("contacts_per_1000_parcels = 10.0\n peaks = [{ from = 2025-11-11 }]");
    assert!(complaints(&text).contains("factor"));
}
