//! The demand of a replication against its laws: Poisson counts, uniform instants, and each layer of uncertainty.
//!
//! Every |z| may be up to 4.9 (error probability 1e-6, two-sided); the module has fewer than 300 of them, so all of them
//! together fail by chance with a probability below 3e-4. Seeds are fixed.

use crate::drawn_durations::{distance, is_within_chance};
use crate::season::{head, scenario};
use peakdesk::sampling::{DayTrace, Key, QuantileTable, SeasonFactors, TICKS_PER_SECOND, present_agents};
use peakdesk::scenario::model::{Distribution, GroupId, Scenario, StreamId};
use statrs::distribution::{ContinuousCDF, Gamma, Normal};

const BOUND: f64 = 4.9;

/// One contact type on one channel; `demand` is lines of `[demand]`.
fn one_stream(days: usize, per_hour: f64, demand: &str) -> Scenario {
    scenario(
        &(head(days, "30m")
            + &format!(
                "[demand]\n{demand}\n[channels.phone]\nkind = \"voice\"\nservice_level = {{ target = 0.8 }}\n\
                 [contact_types.tracking]\nper_hour = {per_hour:?}\nhandle_time = \"180s\"\npatience = \"90s\"\n\
                 [agent_groups.agents]\nskills = [\"phone\"]\n"
            )),
    )
}

/// Mean of independent values and its z against the true mean.
fn z_of_mean(values: &[f64], exact: f64) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    (mean - exact) / (variance / n).sqrt()
}

fn assert_mean(what: &str, values: &[f64], exact: f64) {
    let z = z_of_mean(values, exact);
    assert!(z.abs() < BOUND, "{what}: z = {z}");
}

fn replication(seed: u64, number: u64) -> Key {
    Key::replication(seed, number)
}

/// Counts by replication and interval, and offsets within the interval as shares.
fn counts(scenario: &Scenario, replications: u64, seed: u64) -> (Vec<Vec<f64>>, Vec<f64>) {
    let gaps = QuantileTable::new(&Distribution::Exponential { mean_s: 1.0 });
    let interval_ticks = u64::from(scenario.calendar.interval_s) * TICKS_PER_SECOND;
    let mut trace = DayTrace::default();
    let mut offsets = Vec::new();
    let by_replication = (0..replications)
        .map(|number| {
            let key = replication(seed, number);
            let factors = SeasonFactors::draw(scenario, key);
            let mut counts = vec![0.0; scenario.calendar.intervals_per_day()];
            trace.fill(scenario, &factors, &[StreamId(0)], key, 0, &gaps);
            while let Some(arrival) = trace.take() {
                let tick = u64::from(arrival.tick);
                counts[(tick / interval_ticks) as usize] += 1.0;
                offsets.push((tick % interval_ticks) as f64 / interval_ticks as f64);
            }
            counts
        })
        .collect();
    (by_replication, offsets)
}

#[test]
fn fresh_arrivals_are_poisson_by_interval_and_uniform_within() {
    let (mean, replications) = (3.0, 3000);
    let scenario = one_stream(1, 2.0 * mean, "season_cv = 0.0");
    let (counts, mut offsets) = counts(&scenario, replications, 5);
    let all: Vec<f64> = counts.iter().flatten().copied().collect();
    let n = all.len() as f64;
    assert_mean("mean count", &all, mean);
    // the variance of a Poisson count's squared deviation is m + 2 m^2
    let dispersion = all.iter().map(|count| (count - mean) * (count - mean)).sum::<f64>();
    let z = (dispersion - n * mean) / (n * (mean + 2.0 * mean * mean)).sqrt();
    assert!(z.abs() < BOUND, "dispersion: z = {z}");
    // chi-square of the counts 0 to 11 and more: 12 degrees of freedom
    let mut chance = (-mean).exp();
    let (mut chi_square, mut rest) = (0.0, 1.0);
    for count in 0..12 {
        let seen = all.iter().filter(|value| **value == f64::from(count)).count() as f64;
        chi_square += (seen - n * chance) * (seen - n * chance) / (n * chance);
        rest -= chance;
        chance *= mean / f64::from(count + 1);
    }
    let seen = all.iter().filter(|value| **value >= 12.0).count() as f64;
    chi_square += (seen - n * rest) * (seen - n * rest) / (n * rest);
    // the quantile of chi-square with 12 degrees of freedom that leaves 1e-6
    assert!(chi_square < 50.84, "chi-square {chi_square}");
    offsets.sort_unstable_by(f64::total_cmp);
    let far = distance(&offsets, |share| share);
    assert!(is_within_chance(far, offsets.len()), "offsets: {far}");
    // neighbouring intervals do not know of each other
    let products: Vec<f64> =
        counts.iter().map(|day| day.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>()).collect();
    assert_mean("product of neighbours", &products, 0.0);
}

/// Factors of the layers that a scenario has, by replication and interval.
fn factors(scenario: &Scenario, replications: u64, seed: u64) -> Vec<Vec<f64>> {
    (0..replications)
        .map(|number| {
            let factors = SeasonFactors::draw(scenario, replication(seed, number));
            (0..scenario.intervals()).map(|interval| factors.of(scenario, StreamId(0), interval)).collect()
        })
        .collect()
}

/// A day's factor, that of the day's first interval, after asserting that the whole day has the same.
fn by_day(of_season: &[f64]) -> Vec<f64> {
    of_season
        .chunks(48)
        .map(|day| {
            assert!(day.iter().all(|factor| *factor == day[0]));
            day[0]
        })
        .collect()
}

/// Normals of an AR(1) process are back when the law's distribution function and the normal quantile are applied.
fn assert_autoregressive(normals: &[Vec<f64>], autocorrelation: f64) {
    for lag in 1..4 {
        let products: Vec<f64> = normals
            .iter()
            .map(|season| {
                let pairs = season.windows(lag + 1).map(|window| window[0] * window[lag]);
                pairs.sum::<f64>() / (season.len() - lag) as f64
            })
            .collect();
        assert_mean(&format!("lag {lag}"), &products, autocorrelation.powi(lag as i32));
    }
}

#[test]
fn gamma_busyness_has_its_marginal_law_and_autocorrelation() {
    let (cv, autocorrelation) = (0.3, 0.6);
    let scenario = one_stream(20, 10.0, "busyness = { distribution = \"gamma\", cv = 0.3, autocorrelation = 0.6 }");
    let seasons: Vec<Vec<f64>> = factors(&scenario, 3000, 6).iter().map(|season| by_day(season)).collect();
    let law = Gamma::new(1.0 / (cv * cv), 1.0 / (cv * cv)).expect("a gamma law");
    for day in [0, 7, 19] {
        let mut of_day: Vec<f64> = seasons.iter().map(|season| season[day]).collect();
        assert_mean("mean", &of_day, 1.0);
        let squares: Vec<f64> = of_day.iter().map(|factor| (factor - 1.0) * (factor - 1.0)).collect();
        assert_mean("variance", &squares, cv * cv);
        of_day.sort_unstable_by(f64::total_cmp);
        assert!(is_within_chance(distance(&of_day, |factor| law.cdf(factor)), of_day.len()));
    }
    let normal = Normal::new(0.0, 1.0).expect("the standard normal");
    let normals: Vec<Vec<f64>> = seasons
        .iter()
        .map(|season| season.iter().map(|factor| normal.inverse_cdf(law.cdf(*factor))).collect())
        .collect();
    assert_autoregressive(&normals, autocorrelation);
}

#[test]
fn lognormal_busyness_has_its_marginal_law_and_autocorrelation() {
    let (cv, autocorrelation) = (0.4_f64, -0.3);
    let scenario =
        one_stream(20, 10.0, "busyness = { distribution = \"lognormal\", cv = 0.4, autocorrelation = -0.3 }");
    let seasons: Vec<Vec<f64>> = factors(&scenario, 3000, 8).iter().map(|season| by_day(season)).collect();
    let first: Vec<f64> = seasons.iter().map(|season| season[0]).collect();
    assert_mean("mean", &first, 1.0);
    let variance = (1.0 + cv * cv).ln();
    let normals: Vec<Vec<f64>> = seasons
        .iter()
        .map(|season| season.iter().map(|factor| (factor.ln() + variance / 2.0) / variance.sqrt()).collect())
        .collect();
    let normal = Normal::new(0.0, 1.0).expect("the standard normal");
    let mut last: Vec<f64> = normals.iter().map(|season| season[19]).collect();
    last.sort_unstable_by(f64::total_cmp);
    assert!(is_within_chance(distance(&last, |value| normal.cdf(value)), last.len()));
    assert_autoregressive(&normals, autocorrelation);
}

#[test]
fn busyness_is_common_or_of_each_contact_type() {
    let with = |scope: &str| {
        scenario(
            &(head(3, "30m")
                + &format!(
                    "[demand]\nbusyness = {{ cv = 0.3, scope = \"{scope}\" }}\n[channels.phone]\nkind = \"voice\"\n\
                     service_level = {{ target = 0.8 }}\n[contact_types.one]\nper_hour = 5\nhandle_time = \"60s\"\npatience = \"60s\"\n\
                     [contact_types.two]\nper_hour = 5\nhandle_time = \"60s\"\npatience = \"60s\"\n[agent_groups.agents]\nskills = [\"phone\"]\n"
                )),
        )
    };
    let pairs = |scenario: &Scenario| -> Vec<(f64, f64)> {
        (0..4000)
            .map(|number| {
                let factors = SeasonFactors::draw(scenario, replication(9, number));
                (factors.of(scenario, StreamId(0), 0), factors.of(scenario, StreamId(1), 0))
            })
            .collect()
    };
    assert!(pairs(&with("common")).iter().all(|(one, two)| one == two));
    let products: Vec<f64> =
        pairs(&with("by_contact_type")).iter().map(|(one, two)| (one - 1.0) * (two - 1.0)).collect();
    assert_mean("product", &products, 0.0);
}

#[test]
fn the_season_factor_is_gamma_and_one_for_all() {
    let scenario = one_stream(3, 10.0, "season_cv = 0.2");
    let seasons = factors(&scenario, 4000, 10);
    assert!(seasons.iter().all(|season| season.iter().all(|factor| *factor == season[0])));
    let mut drawn: Vec<f64> = seasons.iter().map(|season| season[0]).collect();
    assert_mean("mean", &drawn, 1.0);
    let law = Gamma::new(25.0, 25.0).expect("a gamma law");
    drawn.sort_unstable_by(f64::total_cmp);
    assert!(is_within_chance(distance(&drawn, |factor| law.cdf(factor)), drawn.len()));
}

#[test]
fn interval_noise_is_gamma_and_independent_between_intervals() {
    let scenario = one_stream(1, 10.0, "interval_cv = 0.25");
    let seasons = factors(&scenario, 2000, 11);
    let mut all: Vec<f64> = seasons.iter().flatten().copied().collect();
    assert_mean("mean", &all, 1.0);
    let products: Vec<f64> = seasons
        .iter()
        .map(|season| season.windows(2).map(|pair| (pair[0] - 1.0) * (pair[1] - 1.0)).sum::<f64>())
        .collect();
    assert_mean("product of neighbours", &products, 0.0);
    let law = Gamma::new(16.0, 16.0).expect("a gamma law");
    all.sort_unstable_by(f64::total_cmp);
    assert!(is_within_chance(distance(&all, |factor| law.cdf(factor)), all.len()));
}

#[test]
fn surges_multiply_as_often_as_they_should() {
    let (chance, lasts, multiplier, days) = (0.15, 3, 1.8, 12);
    let scenario =
        one_stream(days, 10.0, "[demand.surges.backlog]\nchance_per_day = 0.15\ndays = 3\nmultiplier = 1.8\n");
    let seasons: Vec<Vec<f64>> = factors(&scenario, 20_000, 12).iter().map(|season| by_day(season)).collect();
    // it starts on a day with the chance, unless one that started within the last `lasts - 1` days is under way
    let mut starts: Vec<f64> = Vec::new();
    for day in 0..days {
        let recent = |back: usize| starts[day.saturating_sub(back)..].iter().sum::<f64>();
        starts.push(chance * (1.0 - recent(lasts - 1)));
        let under_way: f64 = starts[(day + 1).saturating_sub(lasts)..].iter().sum();
        let of_day: Vec<f64> = seasons.iter().map(|season| season[day]).collect();
        assert!(of_day.iter().all(|factor| *factor == 1.0 || *factor == multiplier));
        assert_mean(&format!("day {day}"), &of_day, 1.0 + (multiplier - 1.0) * under_way);
    }
}

#[test]
fn presence_is_binomial_and_new_every_day() {
    let (absence, agents, n) = (0.15, 22_u32, 20_000);
    let on = |number: u64, day: usize| {
        f64::from(present_agents(replication(13, number), GroupId(0), day, absence, agents)[agents as usize])
    };
    let present: Vec<f64> = (0..n).map(|number| on(number, 0)).collect();
    let mean = f64::from(agents) * (1.0 - absence);
    assert_mean("mean", &present, mean);
    let squares: Vec<f64> = present.iter().map(|count| (count - mean) * (count - mean)).collect();
    assert_mean("variance", &squares, mean * absence);
    let products: Vec<f64> = (0..n).map(|number| (on(number, 0) - mean) * (on(number, 1) - mean)).collect();
    assert_mean("product of neighbouring days", &products, 0.0);
}

#[test]
fn outages_come_with_their_chance() {
    let scenario = scenario(
        &(head(10, "30m")
            + "[channels.phone]\nkind = \"voice\"\nservice_level = { target = 0.8 }\n[contact_types.tracking]\nper_hour = 5\n\
               handle_time = \"60s\"\npatience = \"60s\"\nbot = { containment = 0.5, handle_time = \"60s\" }\n\
               [bot]\nchannels = { phone = 1.0 }\noutage = { chance_per_day = 0.2, lasts = \"2h\" }\n\
               [agent_groups.agents]\nskills = [\"phone\"]\n"),
    );
    // at noon an outage is under way if it started in the two hours before: a chance of 0.2 * 2/24 a day
    let out: Vec<f64> = (0..20_000)
        .map(|number| {
            let factors = SeasonFactors::draw(&scenario, replication(14, number));
            let noons = (0..10_u64).map(|day| (day * 24 + 12) * 3600 * TICKS_PER_SECOND);
            noons.filter(|noon| factors.is_bot_out(*noon)).count() as f64
        })
        .collect();
    assert_mean("outages at noon", &out, 10.0 * 0.2 * 2.0 / 24.0);
}
