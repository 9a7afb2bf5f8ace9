//! A bot in front of people. Exact: the output of M/G/inf is Poisson, so Erlang A behind it; with a capacity, the chain of
//! (sessions, at people).

use crate::season::{Demand, OneQueue, exponential, flat_plan};
use crate::stationary::{Steady, abandoned, delayed, mean_wait, occupancy, within};
use crate::trial::{Measure, Observed, Trial};
use peakdesk::engine::{Fate, TICKS_PER_SECOND};

fn per_fresh(name: &str, exact: f64, count: fn(&Observed) -> u64) -> Measure {
    Measure::new(name, exact, move |observed| (count(observed), observed.all().fresh))
}

fn in_bot(agents: u32, exact: f64) -> Measure {
    Measure::new("mean number in the bot", exact, move |observed| {
        (observed.all().bot_time, observed.groups[0].available / u64::from(agents))
    })
}

fn bot_lines(containment: f64, mean_s: f64) -> String {
    format!("bot = {{ containment = {containment:?}, handle_time = \"{mean_s}s\" }}")
}

fn bot_table(more: &str) -> String {
    format!("[bot]\nchannels = {{ timed = 1.0, delayed = 1.0 }}\n{more}\n")
}

/// A bot for as many as come.
fn endless(
    (per_hour, containment, bot_s, mean_s, agents): (f64, f64, f64, f64, u32),
    [number_in_bot, abandonment, gone, offered, delay, wait, busy, resolved]: [f64; 8],
) -> Trial {
    Steady {
        name: &format!("bot for as many as come, contains {containment}, {agents} agents"),
        per_hour,
        handle_time: exponential(mean_s),
        patience: exponential(120.0),
        agents,
        contact_type: &bot_lines(containment, bot_s),
        more: &bot_table(""),
        contacts: 1e7,
        ..Steady::default()
    }
    .trial(vec![
        in_bot(agents, number_in_bot),
        abandoned(abandonment),
        per_fresh("abandoned, of all", gone, |observed| observed.all().abandoned),
        within(offered),
        delayed(delay),
        mean_wait(wait),
        occupancy(0, busy),
        per_fresh("resolved, of all", resolved, |observed| observed.all().handled()),
    ])
}

/// Eight sessions; over them, straight to people.
fn with_capacity() -> Trial {
    let per_hour = 200.0;
    Steady {
        name: "bot of 8 sessions, 9 agents",
        per_hour,
        handle_time: exponential(300.0),
        patience: exponential(90.0),
        agents: 9,
        contact_type: &bot_lines(0.7, 180.0),
        more: &bot_table("sessions = 8\nwhen_full = \"people\""),
        contacts: 1.5e7,
        ..Steady::default()
    }
    .trial(vec![
        per_fresh("found the bot full", 0.3383184328873662, |observed| {
            observed.all().fresh - observed.all().bot_handled
        }),
        per_fresh("reached people", 107.36458060423124 / per_hour, |observed| observed.all().offered_to_people()),
        abandoned(0.19802442350903113).not("overflow as a Poisson stream", 0.16624150624645118),
        delayed(0.45030126006521926).not("overflow as a Poisson stream", 0.4111052410489456),
        per_fresh("abandoned, of all", 0.10630404589720899, |observed| observed.all().abandoned),
    ])
}

/// Arrivals that change by the half hour, delayed and thinned by the bot: escalations by the half hour in which they come.
/// A hundred agents answer at once, so that an answer tells the instant.
fn delay_and_thin() -> Trial {
    let mut weights = vec![0.0; 48];
    weights[..3].copy_from_slice(&[60.0, 240.0, 30.0]);
    let scenario = OneQueue {
        demand: Demand::Spread(330.0, &weights),
        handle_time: &exponential(60.0),
        interval: "30m",
        contact_type: &bot_lines(0.55, 120.0),
        more: &bot_table(""),
        ..OneQueue::default()
    }
    .scenario();
    let escalated = [25.200000550624175, 102.60000110124851, 19.799996420943184, 0.9000019271841138];
    let escalated_in = |observed: &Observed, half_hour: u64| {
        let place = |start: u64| (start / (1800 * TICKS_PER_SECOND)).min(3);
        observed.seen.iter().filter(|(_, fate, start, _)| *fate == Fate::Answered && place(*start) == half_hour).count()
            as u64
    };
    let mut measures = Vec::new();
    for (half_hour, exact) in (0..).zip(escalated) {
        measures.push(Measure::new(format!("half hour {}: escalated", half_hour + 1), exact, move |observed| {
            (escalated_in(observed, half_hour), 1)
        }));
        // a Poisson count with mean m has mean square m + m^2
        measures.push(Measure::new(
            format!("half hour {}: mean square of the escalated", half_hour + 1),
            exact + exact * exact,
            move |observed| (escalated_in(observed, half_hour).pow(2), 1),
        ));
    }
    Trial {
        name: "bot as delay and thinning".to_owned(),
        plan: flat_plan(&scenario, &[100]),
        scenario,
        replications: 20_000,
        windows: vec![(0..48).collect()],
        measures,
        watches: true,
    }
}

/// All cases.
pub fn trials() -> Vec<Trial> {
    vec![
        endless(
            (500.0, 0.6, 90.0, 360.0, 21),
            [
                12.5,
                0.08820150223468896,
                0.03528060089387559,
                0.7634692786738217,
                0.33840679548159236,
                10.584180268162676,
                0.8683795216812487,
                0.9647193991061245,
            ],
        ),
        endless(
            (300.0, 0.0, 45.0, 300.0, 26),
            [
                3.75,
                0.07798207359665282,
                0.07798207359665282,
                0.7735109425996799,
                0.3581765178284393,
                9.357848831598337,
                0.8865556984647568,
                0.9220179264033472,
            ],
        ),
        with_capacity(),
        delay_and_thin(),
    ]
}
