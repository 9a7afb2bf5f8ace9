//! Good scenarios: what they resolve to, with numbers known by hand.

mod good_scenario;

use good_scenario::{Folder, TEXT};
use peakdesk::scenario::model::*;
use peakdesk::scenario::reading::{Override, resolved_text, scenario_from_toml};
use peakdesk::scenario::starting::new_scenario;
use peakdesk::scenario::written::json_schema;

/// The smallest scenario: a calendar, a channel, a contact type and an agent group.
const SMALL: &str = "
[calendar]
first_day = 2025-11-10
days = 1

[channels.phone]
kind = \"voice\"
service_level = { target = 0.8 }

[contact_types.call]
per_hour = 60
handle_time = \"3m\"
patience = \"2m\"

[agent_groups.team]
skills = [\"phone\"]
";

fn good() -> Scenario {
    Folder::good().read().unwrap_or_else(|problems| panic!("{problems}")).scenario
}

fn read(text: &str) -> Scenario {
    scenario_from_toml(text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The small scenario with one line changed.
fn small(from: &str, to: &str) -> Scenario {
    assert_eq!(SMALL.matches(from).count(), 1, "{from}");
    read(&SMALL.replace(from, to))
}

fn stream(scenario: &Scenario, contact_type: &str, channel: &str) -> usize {
    scenario
        .streams
        .iter()
        .position(|stream| {
            scenario.contact_types[stream.contact_type.0].name == contact_type
                && scenario.channels[stream.channel.0].name == channel
        })
        .unwrap_or_else(|| panic!("no stream of {contact_type} on {channel}"))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

#[test]
fn the_whole_language_reads_without_a_warning() {
    let reading = Folder::good().read().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(reading.warnings, []);
    let names: Vec<_> = reading.files.iter().map(|path| path.file_name().and_then(|name| name.to_str())).collect();
    assert_eq!(names, ["scenario.toml", "delay.csv", "intraday-phone.csv", "parcels.csv"].map(Some));
    assert_eq!(reading.digest.len(), 64);
    assert_eq!(reading.written["run"]["seed"], 1111);
}

#[test]
fn the_least_scenario_gets_the_defaults_on_which_practitioners_agree() {
    let scenario = read(SMALL);
    assert_eq!((scenario.name.as_str(), scenario.currency.as_str()), ("scenario", "CNY"));
    assert_eq!(
        scenario.run,
        RunSettings {
            seed: 1,
            replications: 200,
            precision: None,
            draws: Draws::Stratified,
            control: Control::DayTables
        }
    );
    assert_eq!((scenario.calendar.interval_s, scenario.calendar.days()), (1800, 1));
    let phone = &scenario.channels[0];
    assert_eq!((phone.opens_s, phone.closes_s, phone.lines), (0, 86_400, None));
    assert_eq!(
        phone.service,
        ServiceTarget {
            share: Some(0.8),
            within_s: 20.0,
            short_abandon_s: 5.0,
            definition: ServiceLevelDefinition::ExcludingShortAbandons
        }
    );
    assert_eq!(phone.concurrency, Concurrency { limit: 1, slowdown: vec![1.0] });
    let calls = &scenario.streams[0];
    assert_eq!(calls.handle_time, ByTime::always(Distribution::Lognormal { mean_s: 180.0, cv: 1.0 }));
    assert_eq!(calls.patience, ByTime::always(Distribution::Exponential { mean_s: 120.0 }));
    assert_eq!(calls.repeat_delay, Distribution::Exponential { mean_s: 86_400.0 });
    assert_eq!((calls.talk_share, calls.balk, calls.first_contact_resolution), (1.0, 0.0, 1.0));
    assert_eq!((&calls.redial, &calls.bot), (&None, &None));
    assert_eq!(calls.expected_contacts, vec![30.0; 48]);
    let team = &scenario.agent_groups[0];
    assert_eq!(team.wage, Wage::Hour(1.0));
    assert_eq!(team.skills, [Skill { streams: vec![StreamId(0)], priority: 0, after_s: 0.0 }]);
    assert_eq!((team.heads_min, team.heads_max, team.available_days), (0, None, (0, 0)));
    assert_eq!(
        scenario.staffing,
        StaffingRule::ServiceLevel { over: ServiceLevelOver::Interval, chance: None, on_days: None }
    );
    assert_eq!((scenario.costs.hours_month, scenario.costs.overtime_factor), (174.0, 1.5));
    assert_eq!((scenario.costs.rest_day_factor, scenario.costs.holiday_factor), (2.0, 3.0));
    assert_eq!(scenario.demand.parcels, [0.0]);
    assert!(scenario.contracts.is_empty() && scenario.bot.is_none() && scenario.in_house.is_none());
}

#[test]
fn contacts_follow_parcels_by_their_lags_and_weekdays() {
    let scenario = good();
    // 9 per 1000 parcels; lags 0.5, 0.3, 0.2; parcels in thousands 80, 90 | 100, 110, 120, 200, 150, 130, 120.
    let lagged = [
        0.5 * 100.0 + 0.3 * 90.0 + 0.2 * 80.0,
        0.5 * 110.0 + 0.3 * 100.0 + 0.2 * 90.0,
        0.5 * 120.0 + 0.3 * 110.0 + 0.2 * 100.0,
        0.5 * 200.0 + 0.3 * 120.0 + 0.2 * 110.0,
        0.5 * 150.0 + 0.3 * 200.0 + 0.2 * 120.0,
        0.5 * 130.0 + 0.3 * 150.0 + 0.2 * 200.0,
        0.5 * 120.0 + 0.3 * 130.0 + 0.2 * 150.0,
    ];
    // 8 November 2025 is a Saturday.
    let weekday = [0.96, 0.93, 1.08, 1.03, 1.0, 1.0, 1.0];
    for (channel, share) in [("phone", 0.35), ("chat", 0.60), ("ticket", 0.05)] {
        let contacts = &scenario.streams[stream(&scenario, "tracking", channel)].expected_contacts;
        for day in 0..7 {
            let expected = 9.0 * lagged[day] * weekday[day] * share;
            let sum: f64 = contacts[day * 48..(day + 1) * 48].iter().sum();
            assert!(close(sum, expected), "day {day} on {channel}: {sum}, not {expected}");
        }
    }
    assert_eq!(scenario.demand.parcels, [1e5, 1.1e5, 1.2e5, 2e5, 1.5e5, 1.3e5, 1.2e5]);
}

#[test]
fn a_day_is_spread_by_the_channel_s_weights_and_nothing_comes_when_it_is_closed() {
    let scenario = good();
    let phone = &scenario.streams[stream(&scenario, "tracking", "phone")].expected_contacts;
    let day: f64 = phone[..48].iter().sum();
    // Fourteen open hours of weight 1, but 10:00 with 2: a sum of 15 over hours.
    assert_eq!((phone[15], phone[44]), (0.0, 0.0));
    assert!(close(phone[16], day / 30.0) && close(phone[43], day / 30.0));
    assert!(close(phone[20], day / 15.0) && close(phone[21], day / 15.0));
    let chat = &scenario.streams[stream(&scenario, "tracking", "chat")].expected_contacts;
    let day: f64 = chat[..48].iter().sum();
    assert!(close(chat[40], day * 9.0 / 125.0 / 2.0), "20:00 has 9 of 125");
}

#[test]
fn without_history_the_first_day_s_parcels_stand_for_the_days_before() {
    let scenario =
        read(&SMALL.replace("per_hour = 60", "contacts_per_1000_parcels = 10\nlag_days = [0.5, 0.25, 0.25]").replace(
            "days = 1",
            "days = 2\n[demand]\nparcels = { ordinary = 1000, peaks = [{ from = 2025-11-11, factor = 3 }] }\nscale = 2",
        ));
    let days: Vec<f64> = scenario.streams[0].expected_contacts.chunks(48).map(|day| day.iter().sum()).collect();
    assert!(close(days[0], 20.0) && close(days[1], 20.0 * (0.5 * 3.0 + 0.5)), "{days:?}");
    assert_eq!(scenario.demand.parcels, [2000.0, 6000.0]);
    // Parcels on the days before: 4000 the day before, 8000 the day before that.
    let text = SMALL
        .replace("per_hour = 60", "contacts_per_1000_parcels = 10\nlag_days = [0.5, 0.25, 0.0, 0.25]")
        .replace("days = 1", "days = 1\n[demand]\nparcels = { ordinary = 1000 }\nparcels_before = [8000, 4000]");
    let contacts: f64 = read(&text).streams[0].expected_contacts.iter().sum();
    assert!(close(contacts, 10.0 * (0.5 * 1.0 + 0.25 * 4.0 + 0.25 * 1.0)), "{contacts}");
}

#[test]
fn a_forecast_is_taken_as_it_is_and_shared_among_open_channels() {
    let scenario = good();
    let delay = &scenario.streams[stream(&scenario, "delay", "phone")].expected_contacts;
    assert_eq!((delay[15], delay[16], delay[43], delay[44]), (0.0, 6.0, 6.0, 0.0));
    assert_eq!(delay.iter().sum::<f64>(), 7.0 * 28.0 * 6.0);
    // 12 an hour, half on the phone; at night all of it is on chat.
    let by = |channel: &str| &scenario.streams[stream(&scenario, "complaint", channel)].expected_contacts;
    assert_eq!((by("phone")[0], by("chat")[0]), (0.0, 6.0));
    assert_eq!((by("phone")[20], by("chat")[20]), (3.0, 3.0));

    let folder = Folder::good();
    let text =
        good_scenario::delay_forecast().replace("contacts\n", "contacts,channel\n").replace(",6\n", ",6,phone\n");
    folder.write("delay.csv", text.as_bytes());
    let by_channel = folder.read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    assert_eq!(by_channel.streams[3].expected_contacts, *delay);
}

#[test]
fn every_distribution_can_be_written() {
    use Distribution::*;
    let handle_time = |written: &str| {
        let scenario = small("handle_time = \"3m\"", &format!("handle_time = {written}"));
        scenario.streams[0].handle_time.constant().cloned().expect("it does not move")
    };
    assert_eq!(handle_time("\"90s\""), Lognormal { mean_s: 90.0, cv: 1.0 });
    assert_eq!(handle_time("{ mean = \"90s\", cv = 0.5 }"), Lognormal { mean_s: 90.0, cv: 0.5 });
    assert_eq!(handle_time("{ distribution = \"exponential\", mean = \"90s\" }"), Exponential { mean_s: 90.0 });
    assert_eq!(handle_time("{ distribution = \"gamma\", mean = \"90s\", cv = 0.5 }"), Gamma { mean_s: 90.0, cv: 0.5 });
    assert_eq!(handle_time("{ shape = 2.0, scale = \"90s\" }"), Weibull { shape: 2.0, scale_s: 90.0 });
    // A Weibull distribution of shape 2 has the mean scale * sqrt(pi) / 2.
    let Weibull { scale_s, .. } = handle_time("{ shape = 2, mean = \"90s\" }") else { panic!("a shape means Weibull") };
    assert!(close(scale_s * std::f64::consts::PI.sqrt() / 2.0, 90.0));
    assert_eq!(handle_time("{ value = \"90s\" }"), Deterministic { value_s: 90.0 });
    assert_eq!(handle_time("{ values = [\"90s\", \"30s\", \"1m\"] }"), Empirical { values_s: vec![30.0, 60.0, 90.0] });
    assert_eq!(
        handle_time("{ branches = [{ probability = 0.25, mean = \"20s\" }, { probability = 0.75, mean = \"100s\" }] }"),
        Hyperexponential { branches: vec![(0.25, 20.0), (0.75, 100.0)] }
    );
    let never = small("patience = \"2m\"", "patience = { distribution = \"never\" }");
    assert_eq!(never.streams[0].patience, ByTime::always(Never));

    let folder = Folder::patched(&[("handle_time = \"400s\"", "handle_time = { file = \"times.csv\", talk = 0.9 }")]);
    folder.write("times.csv", b"seconds\n120\n60.5\n");
    let scenario = folder.read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let complaints = &scenario.streams[stream(&scenario, "complaint", "chat")];
    assert_eq!(complaints.handle_time.constant(), Some(&Empirical { values_s: vec![60.5, 120.0] }));
    assert_eq!(complaints.talk_share, 0.9);
}

#[test]
fn pieces_of_the_day_take_what_they_do_not_say_from_around_them() {
    let scenario = good();
    let handle_time = &scenario.streams[stream(&scenario, "delay", "phone")].handle_time;
    assert_eq!(handle_time.at(8 * 3600), &Distribution::Lognormal { mean_s: 180.0, cv: 1.0 });
    assert_eq!(handle_time.at(12 * 3600 - 1), &Distribution::Lognormal { mean_s: 180.0, cv: 1.0 });
    assert_eq!(handle_time.at(12 * 3600), &Distribution::Lognormal { mean_s: 200.0, cv: 1.2 });
    assert_eq!(
        handle_time.at(3 * 3600),
        &Distribution::Lognormal { mean_s: 200.0, cv: 1.2 },
        "the last holds over night"
    );
    let moving = "{ distribution = \"gamma\", cv = 0.5, by_time = [{ from = \"00:00\", mean = \"60s\" }, { from = \"12:00\", distribution = \"exponential\", mean = \"90s\" }] }";
    let scenario = small("\"2m\"", moving);
    let patience = &scenario.streams[0].patience;
    assert_eq!(patience.at(0), &Distribution::Gamma { mean_s: 60.0, cv: 0.5 });
    assert_eq!(patience.at(50_000), &Distribution::Exponential { mean_s: 90.0 });
    let folder = Folder::patched(&[(
        "containment = 0.80",
        "containment = { by_time = [{ from = 08:00, value = 0.7 }, { from = 22:00, value = 0.9 }] }",
    )]);
    let scenario = folder.read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let bot = scenario.streams[0].bot.as_ref().expect("tracking has a bot on the phone");
    assert_eq!(bot.containment.pieces, [(0, 0.9), (28_800, 0.7), (79_200, 0.9)]);
}

#[test]
fn behaviour_is_by_channel_where_it_is_written_so() {
    let scenario = good();
    let of = |channel: &str| &scenario.streams[stream(&scenario, "tracking", channel)];
    assert_eq!(of("phone").talk_share, 0.85);
    assert_eq!(of("chat").talk_share, 1.0);
    assert_eq!(of("phone").patience.constant(), Some(&Distribution::Weibull { shape: 0.85, scale_s: 240.0 }));
    assert_eq!(of("ticket").patience.constant(), Some(&Distribution::Never));
    assert_eq!((of("phone").balk, of("ticket").balk), (0.02, 0.0), "nobody balks at a ticket");
    let redial = of("chat").redial.as_ref().expect("customers try again");
    assert_eq!((redial.chance, redial.limit), (0.4, 3));
    assert_eq!(redial.delay, Distribution::Exponential { mean_s: 900.0 });
    let meets = |channel: &str| of(channel).bot.as_ref().map(|bot| bot.meets);
    assert_eq!((meets("phone"), meets("chat"), meets("ticket")), (Some(0.85), Some(1.0), None));
    let by_channel = "first_contact_resolution  = { phone = 0.9, chat = 0.8, ticket = 0.7 }";
    let folder = Folder::patched(&[("first_contact_resolution  = 0.88", by_channel)]);
    let scenario = folder.read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let resolved: Vec<f64> = scenario.streams[..3].iter().map(|stream| stream.first_contact_resolution).collect();
    assert_eq!(resolved, [0.9, 0.8, 0.7]);
}

#[test]
fn skills_are_in_order_of_priority_with_finer_rules_where_written() {
    let scenario = good();
    let streams = |ids: &[usize]| ids.iter().copied().map(StreamId).collect::<Vec<_>>();
    let skill = |ids: &[usize], priority, after_s| Skill { streams: streams(ids), priority, after_s };
    assert_eq!(scenario.agent_groups[0].skills, [skill(&[0, 3, 4], 0, 0.0), skill(&[2], 1, 0.0)]);
    assert_eq!(scenario.agent_groups[1].skills, [skill(&[1, 5], 0, 0.0), skill(&[0], 3, 30.0)]);
    let seasonal = &scenario.agent_groups[2];
    assert_eq!(seasonal.available_days, (1, 4));
    assert_eq!(seasonal.hiring, Some(Hiring { cost: 400.0, training_hours: 24.0 }));
    assert_eq!((seasonal.wage, seasonal.attrition_month), (Wage::Hour(25.0), 0.2));
    assert!(close(seasonal.handle_factor_on(2), 1.05 * 1.35));
    // A stream named by an earlier skill is that one's.
    let folder = Folder::patched(&[(
        "skills    = [\"phone\", \"ticket\"]",
        "skills    = [{ channel = \"phone\", contact_types = [\"complaint\"] }, \"phone\", \"ticket\"]",
    )]);
    let scenario = folder.read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    assert_eq!(scenario.agent_groups[0].skills, [skill(&[4], 0, 0.0), skill(&[0, 3], 1, 0.0), skill(&[2], 2, 0.0)]);
}

#[test]
fn days_are_what_labour_law_makes_of_them() {
    use DayKind::*;
    let kinds = |first: &str, days: u32, holidays: &str| {
        let text = SMALL.replace("first_day = 2025-11-10", &format!("first_day = {first}"));
        read(&text.replace("days = 1", &format!("days = {days}{holidays}"))).calendar.day_kinds
    };
    let cn = "\nholidays = \"cn\"";
    assert_eq!(kinds("2025-11-07", 4, ""), [Workday, RestDay, RestDay, Workday]);
    // The Spring Festival of 2025: eve and three days at three times the wage; 26 January and 8 February are worked.
    let spring = kinds("2025-01-25", 16, cn);
    let (h, r, w) = (StatutoryHoliday, RestDay, Workday);
    assert_eq!(spring, [r, w, w, h, h, h, h, r, r, r, r, w, w, w, w, r]);
    // The National Day of 2025 with the Mid-autumn Festival on 6 October; 28 September and 11 October are worked.
    assert_eq!(kinds("2025-09-28", 15, cn), [w, w, w, h, h, h, r, r, h, r, r, w, w, w, r]);
    // In 2024 the eve was no holiday, and Labour Day one day.
    assert_eq!(kinds("2024-02-09", 4, cn), [w, h, h, h]);
    assert_eq!(kinds("2024-05-01", 3, cn), [h, r, r]);
    let of_year = |year: i16| {
        let all = kinds(&format!("{year}-01-01"), 365, cn);
        all.iter().filter(|kind| **kind == StatutoryHoliday).count()
    };
    assert_eq!((of_year(2024), of_year(2025), of_year(2026)), (11, 13, 13));

    let folder = Folder::patched(&[("holidays  = \"cn\"", "holidays  = \"days.csv\"")]);
    folder.write("days.csv", b"date,kind\n2025-11-11,holiday\n2025-11-09,workday\n2025-12-25,holiday\n");
    let scenario = folder.read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    assert_eq!(scenario.calendar.day_kinds, [r, w, w, h, w, w, w]);
}

#[test]
fn fees_are_what_the_clauses_say() {
    let scenario = good();
    let contract = |name: &str| scenario.contracts.iter().find(|one| one.name == name).expect("it is in the scenario");
    let billed =
        |people: [f64; 3], bot: f64, basis| Billed { basis, channel: None, people: people.to_vec(), bot: vec![bot; 3] };
    let per_contact = |billed| FeeKind::PerContact { billed, tiers: None };
    assert_eq!(
        contract("per-contact").fees,
        [Fee { kind: per_contact(billed([2.5, 2.5, 5.0], 0.8, ContactBasis::Handled)), is_surcharged: true }]
    );
    let premium: Vec<&FeeKind> = contract("premium-ai").fees.iter().map(|fee| &fee.kind).collect();
    assert_eq!(premium[0], &per_contact(billed([2.5; 3], 0.0, ContactBasis::Handled)));
    assert_eq!(premium[1], &per_contact(billed([0.0; 3], 2.4, ContactBasis::Resolved)));
    assert_eq!(
        premium[2],
        &FeeKind::FixedMonth { amount: 60_000.0, included_contacts: None, overage: 0.0, dead_band: None }
    );
    let [per_seat, at_cost] = contract("per-seat").fees.as_slice() else { panic!("a fee and what is passed through") };
    assert_eq!(per_seat.kind, FeeKind::PerSeatMonth { rate: 8000.0, seats: Some(140.0) });
    assert_eq!(at_cost.kind, FeeKind::AtCost { costs: vec![PassThrough::Bot, PassThrough::Telecom] });
    let FeeKind::PerOrder { basis, rates, special, tiers } = &contract("per-order").fees[0].kind else {
        panic!("it bills orders")
    };
    assert_eq!((basis, rates, special), (&OrderBasis::OrdersServed, &vec![2.5; 3], &Some((0.1, 1.5))));
    let tiers = tiers.as_ref().expect("it has tiers");
    assert_eq!(tiers.rule, TierRule::Marginal);
    assert_eq!(tiers.tiers.iter().map(|tier| tier.up_to).collect::<Vec<_>>(), [Some(50_000.0), Some(200_000.0), None]);
    let others: Vec<&FeeKind> = contract("everything-else").fees.iter().map(|fee| &fee.kind).collect();
    assert_eq!(others[0], &FeeKind::PerAgentHour { rate: 45.0, most_agents: Some(120.0) });
    assert_eq!(others[1], &FeeKind::PerAbandoned { amount: -0.5, channel: Some(ChannelId(0)) });
    assert_eq!(others[2], &FeeKind::PerBlocked { amount: -1.0, channel: None });
    assert_eq!(others[3], &FeeKind::PerWaitMinute { amount: -0.02, channel: None });
    assert_eq!(others[4], &FeeKind::PerConversion { conversion: 0.01, commission: 3.0 });
    assert!(matches!(others[5], FeeKind::PerContact { billed, .. } if billed.basis == ContactBasis::Resolved));
    assert!(!contract("everything-else").fees[6].is_surcharged);
    assert!(matches!(others[7], FeeKind::PerOrder { basis: OrderBasis::Parcels, .. }));
}

#[test]
fn fees_with_the_same_rounding_share_a_meter() {
    let scenario = good();
    let minute = Rounding { unit_s: 60.0, free_s: 10.0 };
    let exact = Rounding { unit_s: 0.0, free_s: 0.0 };
    assert_eq!(scenario.meters(), [minute, exact]);
    let meters: Vec<usize> = scenario
        .contracts
        .iter()
        .flat_map(|contract| &contract.fees)
        .filter_map(|fee| if let FeeKind::PerMinute { meter, .. } = fee.kind { Some(meter) } else { None })
        .collect();
    assert_eq!(meters, [0, 1, 0]);
}

#[test]
fn kpis_and_terms_are_what_the_clauses_say() {
    let scenario = good();
    let annual = scenario.contracts.iter().find(|one| one.name == "annual").expect("it is in the scenario");
    let step = |side, threshold, effect| KpiStep { side, threshold, effect };
    assert_eq!(
        annual.kpis[0],
        Kpi {
            metric: KpiMetric::ServiceLevel(ServiceLevelDefinition::ExcludingShortAbandons),
            channel: Some(ChannelId(0)),
            period: KpiPeriod::Month,
            ladder: vec![
                step(LadderSide::Below, 0.80, PenaltySize::ShareOfFee(-0.02)),
                step(LadderSide::Below, 0.70, PenaltySize::ShareOfFee(-0.06)),
            ],
        }
    );
    assert_eq!(annual.kpis[1].ladder, [step(LadderSide::Above, 0.05, PenaltySize::AmountPerPoint(-200.0))]);
    assert_eq!(annual.kpis[1].period, KpiPeriod::Day);
    assert_eq!(annual.kpis[2].ladder, [step(LadderSide::Above, 60.0, PenaltySize::Amount(-1000.0))]);
    assert_eq!((annual.penalty_cap, annual.kpi_relief), (Some(0.10), Some(0.20)));
    assert_eq!(annual.minimum_volume, Some(MinimumVolume::ShareOfForecast(0.9)));
    assert_eq!((annual.budget, annual.most_contacts), (Some(5e6), Some(2e6)));
    assert_eq!(
        annual.surcharges,
        [
            Surcharge { when: SurchargeWhen::Days(2, 6), factor: 1.25 },
            Surcharge { when: SurchargeWhen::Hours(79_200, 28_800), factor: 1.3 },
            Surcharge { when: SurchargeWhen::Holidays, factor: 2.0 },
        ]
    );
    assert_eq!(
        annual.renewal,
        Some(Renewal { chance_met: 0.95, chance_missed: 0.55, profit_year: 1.5e6, discount: 0.08 })
    );
    assert_eq!(scenario.service_floor, [Some(0.70), None, None]);
    assert_eq!(scenario.satisfaction.expect("it is modelled").by_wait, [(20.0, 0.95), (300.0, 0.6)]);
    let in_house = scenario.in_house.expect("it is compared");
    assert_eq!(in_house.social_charges, 0.28, "the law is the same for both");
}

#[test]
fn a_fixed_plan_comes_from_numbers_or_from_a_file() {
    let fixed = "plan = \"fixed\"\nagents = { regular = 40, chat-team = [0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5], seasonal = 7 }";
    let written = "plan   = \"service_level\"\nover   = \"day\"\nchance = 0.9\nfloor  = { phone = 0.70 }";
    let scenario = Folder::patched(&[(written, fixed)]).read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let StaffingRule::Fixed { agents } = &scenario.staffing else { panic!("the plan is fixed") };
    assert_eq!((agents[0][0], agents[0][20]), (40, 40), "tickets are open at night");
    assert_eq!((agents[1][13], agents[1][14]), (0, 5));
    assert_eq!((agents[2][20], agents[2][48 + 15], agents[2][48 + 16], agents[2][5 * 48 + 20]), (0, 0, 7, 0));

    let folder = Folder::patched(&[(written, "plan = \"fixed\"\nagents = \"agents.csv\"")]);
    let mut csv = "agent_group,date,interval_start,agents\n".to_owned();
    for day in 8..15 {
        for half_hour in 0..48 {
            let (hour, minute) = (half_hour / 2, half_hour % 2 * 30);
            csv += &format!("regular,2025-11-{day:02},{hour:02}:{minute:02},{}\n", day * 10 + half_hour % 10);
            csv += &format!("chat-team,2025-11-{day:02},{hour:02}:{minute:02},3\n");
            if (16..44).contains(&half_hour) && (9..=12).contains(&day) {
                csv += &format!("seasonal,2025-11-{day:02},{hour:02}:{minute:02},1\n");
            }
        }
    }
    folder.write("agents.csv", csv.as_bytes());
    let scenario = folder.read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    let StaffingRule::Fixed { agents } = &scenario.staffing else { panic!("the plan is fixed") };
    assert_eq!((agents[0][0], agents[0][48 + 7]), (80, 97));
    assert_eq!(agents[2].iter().sum::<u32>(), 4 * 28);
}

#[test]
fn overrides_are_laid_over_what_is_written() {
    let folder = Folder::good();
    let problems = folder.read_with(&["run.seed=7", "contact_types.delay.per_hour=3"]).expect_err("it has a forecast");
    assert_eq!(problems.problems().len(), 1, "{problems}");
    assert_eq!(problems.problems()[0].place.line, 2, "the second override");
    let overrides = [
        "demand.scale=1.2",
        "contracts.per-contact.fees.0.per_contact=3",
        "contact_types.tracking.bot.containment=0.3",
        "contact_types.tracking.handle_time.phone.mean=140s",
        "contact_types.complaint.balk=0.1",
        "costs.supervisors.span=12",
        "demand.scale=1.5",
        "contracts.per-contact.fees.0.by_type.delay=4",
    ];
    let reading = folder.read_with(&overrides).unwrap_or_else(|problems| panic!("{problems}"));
    let plain = folder.read().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(reading.scenario.demand.scale, 1.5, "the last counts");
    assert!(close(reading.scenario.expected_contacts(), 1.5 * plain.scenario.expected_contacts()));
    let FeeKind::PerContact { billed, .. } = &reading.scenario.contracts[0].fees[0].kind else { panic!("contacts") };
    assert_eq!(billed.people, [3.0, 4.0, 5.0]);
    assert_eq!(reading.scenario.streams[0].bot.as_ref().map(|bot| bot.containment.pieces[0].1), Some(0.3));
    assert_eq!(
        reading.scenario.streams[0].handle_time.pieces[0].1,
        Distribution::Lognormal { mean_s: 140.0, cv: 0.95 }
    );
    assert_eq!(reading.scenario.streams[4].balk, 0.1, "a key that was not written");
    assert_eq!(reading.written["demand"]["scale"], 1.5);
    assert_ne!(reading.digest, plain.digest);
}

#[test]
fn a_wrong_override_is_told_with_the_nearest_right_path() {
    let folder = Folder::good();
    let problem = |text: &str| {
        let problems = folder.read_with(&[text]).expect_err(text);
        assert_eq!(problems.problems().len(), 1, "{problems}");
        problems.problems()[0].clone()
    };
    let told = |text: &str| {
        let problem = problem(text);
        assert_eq!((problem.place.file.to_str(), problem.place.line), (Some("--set"), 1));
        (problem.rule, problem.remedy.unwrap_or_default())
    };
    let (rule, remedy) = told("demand.scal=1.2");
    assert_eq!((rule.as_str(), remedy.as_str()), ("[demand] has no \"scal\"", "did you mean \"scale\"?"));
    let (rule, remedy) = told("contracts.percontact.budget=1");
    assert_eq!(
        (rule.as_str(), remedy.as_str()),
        ("[contracts] has no \"percontact\"", "did you mean \"per-contact\"?")
    );
    assert!(told("contracts.per-contact.fees.3.per_contact=1").0.contains("a list of 1"));
    assert!(told("run.seed.x=1").0.contains("a single value"));
    assert!(told("demand.scale=-1").0.contains("must be 0 or more"));
    assert!(told("calendar.interval=45m").0.contains("must be 15, 30 or 60 minutes"));
    assert!("no equals sign".parse::<Override>().is_err());
    assert!("=3".parse::<Override>().is_err());
}

#[test]
fn the_digest_hangs_on_what_is_said_and_not_on_how_it_looks() {
    let plain = Folder::good().read().expect("good").digest;
    assert_eq!(Folder::good().read().expect("good").digest, plain);
    let commented = Folder::patched(&[("days      = 7", "days = 7   # a week")]);
    assert_eq!(commented.read().expect("good").digest, plain);
    let changed = Folder::good();
    changed.write("parcels.csv", good_scenario::PARCELS.replace("110000", "110001").as_bytes());
    assert_ne!(changed.read().expect("good").digest, plain);
}

#[test]
fn a_scenario_is_a_file_or_a_folder_and_is_named_by_it_if_it_has_no_name() {
    let folder = Folder::patched(&[("name     = \"double11-week\"\n", "")]);
    std::fs::rename(folder.file("scenario.toml"), folder.file("week.toml")).expect("it can be renamed");
    let reading = peakdesk::scenario::reading::read_scenario(&folder.file("week.toml"), &[]);
    assert_eq!(reading.unwrap_or_else(|problems| panic!("{problems}")).scenario.name, "week");
    // A text alone has no files.
    let problems = scenario_from_toml(TEXT).expect_err("it names files");
    assert!(problems.problems().iter().all(|problem| problem.rule.contains("a scenario given as a text has none")));
    assert_eq!(problems.problems().len(), 3);
}

#[test]
fn what_looks_wrong_and_may_be_right_is_a_warning() {
    let folder = Folder::patched(&[
        ("patience    = \"180s\"\n", ""),
        (
            "skills    = [\"phone\", \"ticket\"]",
            "skills    = [\"phone\", \"ticket\"]\navailable = { from = 2025-11-09 }",
        ),
    ]);
    let reading = folder.read().unwrap_or_else(|problems| panic!("{problems}"));
    let rules: Vec<&str> = reading.warnings.iter().map(|warning| warning.rule.as_str()).collect();
    assert!(rules.iter().any(|rule| rule.starts_with("is missing for the channel \"phone\"")), "{rules:?}");
    assert!(rules.iter().any(|rule| rule.contains("\"ticket\" on 1 days, the first of them 2025-11-08")), "{rules:?}");
    let fixed = "plan = \"fixed\"\nagents = { regular = 129, chat-team = 50, seasonal = 200 }";
    let written = "plan   = \"service_level\"\nover   = \"day\"\nchance = 0.9\nfloor  = { phone = 0.70 }";
    let too_many = Folder::patched(&[(written, fixed)]).read().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(too_many.warnings.len(), 1);
    assert_eq!(
        too_many.warnings[0].rule,
        "has up to 129 agents of \"regular\" on duty, and its heads can put 128 there"
    );
    let shown = reading.warnings[0].render_warning(Default::default());
    assert!(shown.starts_with("warning: "), "{shown}");
}

#[test]
fn the_resolved_scenario_is_printed_as_toml() {
    let scenario = good();
    let text = resolved_text(&scenario);
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(table["channels"][0]["opens_s"].as_integer(), Some(28_800));
    assert_eq!(table["streams"][0]["handle_time"]["pieces"][0][1]["mean_s"].as_float(), Some(130.0));
    assert_eq!(table["contracts"].as_array().map(Vec::len), Some(8));
    assert_eq!(table["service_floor"][1].as_str(), Some("none"));
    let mut seeded = scenario;
    seeded.run.seed = u64::MAX;
    assert!(resolved_text(&seeded).contains("18446744073709551615"));
}

#[test]
fn the_starting_scenario_reads_without_a_warning_under_its_own_name() {
    let folder = Folder::good();
    for (name, content) in new_scenario("双十一-2026").expect("the name is fit to be one") {
        folder.write(&name, content.as_bytes());
    }
    let reading = folder.read().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(reading.warnings, []);
    assert_eq!(reading.scenario.name, "双十一-2026");
    assert_eq!(reading.scenario.contracts.len(), 3);
    assert!(new_scenario("../up").is_err() && new_scenario("a b").is_err());
}

/// A check of a value against the schema by the book, for the keywords that the schema uses; says what does not fit.
fn misfit(schema: &serde_json::Value, value: &serde_json::Value, root: &serde_json::Value) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return misfit(&root["$defs"][name.trim_start_matches("#/$defs/")], value, root);
    }
    for alternatives in ["anyOf", "oneOf"] {
        if let Some(branches) = schema[alternatives].as_array() {
            let misfits: Option<Vec<String>> = branches.iter().map(|branch| misfit(branch, value, root)).collect();
            if let Some(misfits) = misfits {
                return Some(misfits.join(" | "));
            }
        }
    }
    let is_type = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        _ => true,
    };
    let is_in_range = value.as_f64().is_none_or(|number| {
        schema["minimum"].as_f64().is_none_or(|least| number >= least)
            && schema["maximum"].as_f64().is_none_or(|most| number <= most)
    });
    let is_allowed = schema["enum"].as_array().is_none_or(|words| words.contains(value))
        && schema.get("const").is_none_or(|word| word == value);
    if !is_type || !is_in_range || !is_allowed {
        return Some(format!("{value} against {schema}"));
    }
    if let Some(table) = value.as_object() {
        for key in schema["required"].as_array().into_iter().flatten().filter_map(|key| key.as_str()) {
            if !table.contains_key(key) {
                return Some(format!("{key} is missing in {value}"));
            }
        }
        for (key, inner) in table {
            let known = schema["properties"].get(key).or(schema.get("additionalProperties"));
            match known {
                Some(serde_json::Value::Bool(true)) | None => {}
                Some(serde_json::Value::Bool(false)) => return Some(format!("{key} is not a key")),
                Some(known) => {
                    if let Some(misfit) = misfit(known, inner, root) {
                        return Some(format!("{key}: {misfit}"));
                    }
                }
            }
        }
    }
    value.as_array().into_iter().flatten().find_map(|entry| misfit(&schema["items"], entry, root))
}

#[test]
fn the_schema_accepts_what_the_reader_accepts() {
    let schema = json_schema();
    let reading = Folder::good().read().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(misfit(&schema, &reading.written, &schema), None);
    let mut wrong = reading.written.clone();
    wrong["demand"]["scal"] = 1.into();
    assert!(misfit(&schema, &wrong, &schema).is_some_and(|misfit| misfit.contains("scal is not a key")));
}

#[test]
fn history_is_what_lies_just_before_the_season() {
    let read_with = |rows: &str| {
        let folder = Folder::good();
        folder.write(
            "parcels.csv",
            good_scenario::PARCELS.replace("date,parcels\n", &format!("date,parcels\n{rows}")).as_bytes(),
        );
        folder.read()
    };
    let plain = good();
    // Years ago and after the season: nothing of it matters, gaps or not.
    let long = read_with("2019-01-01,5\n2019-01-03,7\n2025-11-15,1\n2025-11-20,1\n");
    assert_eq!(long.unwrap_or_else(|problems| panic!("{problems}")).scenario, plain);
    let gap = read_with("2025-11-01,5\n").expect_err("2 to 5 November are missing");
    assert!(gap.problems()[0].rule.contains("has no row for 4 days, the first of them 2025-11-02"), "{gap}");
}
