//! Load and staffing that move over the day, from empty. Exact: uniformised chains of (busy, queued) with tagged contacts, to
//! 1e-9; the periodic case by Kolmogorov's equations.

use crate::season::{DELAYED, Demand, OneQueue, TIMED, exponential};
use crate::stationary::{abandoned, count_of, delayed, mean_wait, occupancy};
use crate::trial::{Measure, Observed, Seen, Trial};
use peakdesk::engine::{Fate, TICKS_PER_SECOND};
use peakdesk::scenario::model::{DAY_S, StaffingPlan};

const DAY_TICKS: u64 = DAY_S as u64 * TICKS_PER_SECOND;
const HALF_HOUR_TICKS: u64 = 1800 * TICKS_PER_SECOND;
/// Below this the chain's value is a rounding of zero, above zero but never met.
const NEGLIGIBLE: f64 = 1e-9;

fn table(text: &str) -> Vec<Vec<f64>> {
    let number = |cell: &str| cell.parse().expect("the tables hold numbers");
    text.lines().skip(1).map(|line| line.split(',').map(number).collect()).collect()
}

fn share_of(cell: usize, count: fn(&Observed) -> u64) -> impl Fn(&Observed) -> (u64, u64) {
    move |observed| (count(observed), observed.cells[cell].fresh)
}

fn within_of(name: String, exact: f64) -> Measure {
    Measure::new(name, exact, share_of(TIMED, |observed| observed.cells[TIMED].answered_within))
}

fn delayed_of(name: String, exact: f64) -> Measure {
    let not_at_once = |observed: &Observed| observed.cells[DELAYED].fresh - observed.cells[DELAYED].answered_within;
    Measure::new(name, exact, share_of(DELAYED, not_at_once))
}

fn a_day_of(weights: &[f64], per_day: f64, mean_s: f64, patience_s: f64, interval: &str) -> OneQueueText {
    OneQueueText {
        weights: weights.to_vec(),
        per_day,
        handle_time: exponential(mean_s),
        patience: exponential(patience_s),
        interval: interval.to_owned(),
    }
}

struct OneQueueText {
    weights: Vec<f64>,
    per_day: f64,
    handle_time: String,
    patience: String,
    interval: String,
}

impl OneQueueText {
    fn scenario(&self, days: usize) -> peakdesk::scenario::model::Scenario {
        OneQueue {
            demand: Demand::Spread(self.per_day, &self.weights),
            handle_time: &self.handle_time,
            patience: &self.patience,
            interval: &self.interval,
            days,
            ..OneQueue::default()
        }
        .scenario()
    }
}

/// A day of 48 half hours; agents finish when the number drops, and the last two stay until all is done.
fn intraday48() -> Vec<Trial> {
    let rows = table(include_str!("data/intraday48.csv"));
    let weights: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    let scenario = a_day_of(&weights, weights.iter().sum(), 300.0, 150.0, "30m").scenario(1);
    let plan = StaffingPlan::without_roster(vec![rows.iter().map(|row| row[1] as u32).collect()]);
    let mut measures = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let [arrivals, _, delay, within_20s, abandoned, busy, finishing, stationary_within, stationary_abandonment] =
            row[..]
        else {
            panic!("the table has nine columns")
        };
        let label = |what: &str| format!("{:02}:{:02} {what}", at / 2, at % 2 * 30);
        // between eight and ten the stationary formula is too far off to be mistaken for the truth
        let is_contrasted = (16..20).contains(&at);
        let mut of_interval = vec![
            count_of(label("arrivals"), arrivals, |observed| observed.all().fresh),
            delayed_of(label("delayed"), delay),
            within_of(label("answered within T"), within_20s),
            count_of(label("abandoned"), abandoned, |observed| observed.all().abandoned),
        ];
        if is_contrasted {
            let within = of_interval.remove(2).not("stationary Erlang A", stationary_within);
            let gone = of_interval.remove(2).not("stationary Erlang A", stationary_abandonment * arrivals);
            of_interval.extend([within, gone]);
        }
        if at < 47 {
            of_interval.push(
                count_of(label("busy, agent seconds"), busy * 1800.0, |observed| observed.groups[0].busy).in_seconds(),
            );
            let exact = if finishing < NEGLIGIBLE { 0.0 } else { finishing * 1800.0 };
            of_interval.push(
                count_of(label("finishing after a drop, agent seconds"), exact, |observed| observed.groups[0].overrun)
                    .in_seconds(),
            );
        }
        measures.extend(of_interval.into_iter().map(|measure| measure.window(at)));
    }
    let whole_day = rows.len();
    measures.extend(
        [
            count_of("day: abandoned", 205.2371559450944, |observed| observed.all().abandoned)
                .not("agents vanish at a drop", 206.78552291666685)
                .not("stationary Erlang A", 203.97893902784273),
            within_of("day: answered within T".to_owned(), 0.7602970312113345)
                .not("mean of interval ratios", 0.7651622878912164),
            mean_wait(13.055798724242646),
        ]
        .map(|measure| measure.window(whole_day)),
    );
    let mut windows: Vec<Vec<usize>> = (0..whole_day).map(|interval| vec![interval]).collect();
    windows.push((0..whole_day).collect());
    let replications = 40_000;
    let name = "48 half hours".to_owned();
    let drain = Trial {
        name: "48 half hours, after midnight".to_owned(),
        scenario: scenario.clone(),
        plan: plan.clone(),
        replications: 8_000,
        windows: vec![(0..whole_day).collect()],
        measures: vec![
            count_of("abandoned after midnight", 0.06969545243986937, |observed| {
                seen(observed, |(_, fate, _, end)| *fate == Fate::Abandoned && *end >= DAY_TICKS)
            }),
            count_of("completed after midnight", 1.1337625416089385, |observed| {
                seen(observed, |(_, fate, _, end)| *fate == Fate::Answered && *end >= DAY_TICKS)
            }),
            count_of("abandoned by midnight", 205.2371559450944 - 0.06969545243986937, |observed| {
                seen(observed, |(_, fate, _, end)| *fate == Fate::Abandoned && *end < DAY_TICKS)
            }),
            count_of("busy by midnight, agent hours", 179.3024234593377, |observed| {
                // what is worked after midnight is counted in the last interval, and as overrun
                observed.groups[0].busy - after_midnight(observed)
            })
            .in_seconds()
            .in_hours(),
        ],
        watches: true,
    };
    vec![Trial { name, scenario, plan, replications, windows, measures, watches: false }, drain]
}

fn seen(observed: &Observed, is_meant: impl Fn(&Seen) -> bool) -> u64 {
    observed.seen.iter().filter(|seen| is_meant(seen)).count() as u64
}

fn after_midnight(observed: &Observed) -> u64 {
    let worked = |(_, fate, start, end): &Seen| {
        if *fate == Fate::Answered { end.saturating_sub(DAY_TICKS.max(*start)) } else { 0 }
    };
    observed.seen.iter().map(worked).sum()
}

/// Equal rates of service and abandonment: the number in system is Poisson whatever the staffing, which jumps violently.
fn equal_rates() -> Trial {
    let rows = table(include_str!("data/equal_rates.csv"));
    let mut weights = vec![0.0; 48];
    let mut agents = vec![1; 48];
    for (at, row) in rows.iter().enumerate() {
        weights[at] = row[0] / 2.0;
        agents[at] = row[1] as u32;
    }
    let scenario = a_day_of(&weights, weights.iter().sum(), 300.0, 300.0, "30m").scenario(1);
    let mut measures = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let [_, _, delay, within_20s, abandoned, completed, in_system, queued, finishing] = row[..] else {
            panic!("the table has nine columns")
        };
        let label = |what: &str| format!("half hour {}: {what}", at + 1);
        let ended_as = move |observed: &Observed, wanted: Fate| {
            let is_here = |end: u64| (end / HALF_HOUR_TICKS) as usize == at;
            seen(observed, |(_, fate, _, end)| *fate == wanted && is_here(*end))
        };
        measures.extend(
            [
                delayed_of(label("delayed"), delay),
                within_of(label("answered within T"), within_20s),
                Measure::new(label("abandoned in it"), abandoned, move |observed| {
                    (ended_as(observed, Fate::Abandoned), 1)
                }),
                Measure::new(label("completed in it"), completed, move |observed| {
                    (ended_as(observed, Fate::Answered), 1)
                }),
                count_of(label("busy, agent seconds"), (in_system - queued) * 1800.0, |observed| {
                    observed.groups[0].busy
                })
                .in_seconds(),
                count_of(
                    label("finishing after a drop, agent seconds"),
                    if finishing < NEGLIGIBLE { 0.0 } else { finishing * 1800.0 },
                    |observed| observed.groups[0].overrun,
                )
                .in_seconds(),
            ]
            .map(|measure| measure.window(at)),
        );
    }
    Trial {
        name: "equal rates of service and abandonment".to_owned(),
        scenario,
        plan: StaffingPlan::without_roster(vec![agents]),
        replications: 20_000,
        windows: (0..rows.len()).map(|interval| vec![interval]).collect(),
        measures,
        watches: true,
    }
}

/// A sinusoidal rate of period two hours, stretched 12-fold to a day so that its 96 quarter hours follow the sine; each has
/// the sine's mean over it. The first two days warm up.
fn periodic() -> Trial {
    let stretch = 12.0;
    let weights: Vec<f64> = (0..96)
        .map(|quarter| {
            let angle = |edge: i32| 2.0 * std::f64::consts::PI * f64::from(edge) / 96.0;
            let mean_sine = (angle(quarter).cos() - angle(quarter + 1).cos()) / (angle(1) - angle(0));
            1.0 + 0.6 * mean_sine
        })
        .collect();
    let scenario = a_day_of(&weights, 200.0 * 24.0 / stretch, 300.0 * stretch, 150.0 * stretch, "15m").scenario(102);
    Trial {
        name: "sinusoidal load (times x 12)".to_owned(),
        plan: StaffingPlan::without_roster(vec![vec![18; scenario.intervals()]]),
        scenario,
        replications: 250,
        windows: vec![(2 * 96..101 * 96).collect()],
        measures: vec![
            abandoned(0.1762893839909162)
                .not("stationary at each instant", 0.1796418347270864)
                .not("stationary at the mean rate", 0.07781873128241074),
            delayed(0.5480512153312199),
            mean_wait(26.443407598637556 * stretch),
            occupancy(0, 0.7626950148232319),
        ],
        watches: false,
    }
}

/// All cases.
pub fn trials() -> Vec<Trial> {
    let mut trials = intraday48();
    trials.push(equal_rates());
    trials.push(periodic());
    trials
}
