//! Load or staffing that is itself random from day to day: gamma busyness, absence. Exact: Erlang A mixed over the law.
//!
//! Contacts come in the first six hours of a day, of which the last four are measured: factor and presence change at
//! midnight, and every day is a new draw, so that short days give more draws for the same work.

use crate::season::{Demand, OneQueue, exponential, flat_plan};
use crate::stationary::{abandoned, delayed, mean_wait, within};
use crate::trial::{Measure, Trial};

const DAYS: usize = 200;

fn random_days(
    name: &str,
    (per_hour, patience_s, agents): (f64, f64, u32),
    replications: u64,
    (group, more): (&str, &str),
    measures: Vec<Measure>,
) -> Trial {
    let scenario = OneQueue {
        demand: Demand::PerHour(per_hour),
        handle_time: &exponential(300.0),
        patience: &exponential(patience_s),
        days: DAYS,
        open: "00:00-06:00",
        group,
        more,
        ..OneQueue::default()
    }
    .scenario();
    Trial {
        name: name.to_owned(),
        plan: flat_plan(&scenario, &[agents]),
        scenario,
        replications,
        windows: vec![(0..DAYS).flat_map(|day| day * 24 + 2..day * 24 + 6).collect()],
        measures,
        watches: false,
    }
}

/// Abandoned, within T, delayed and mean wait, weighted by contacts; then abandoned and within T as the mean of daily
/// ratios, and at the mean rate.
fn busyness(setting: (f64, f64, u32), cv: f64, replications: u64, known: [f64; 4], wrong: [f64; 4]) -> Trial {
    let [abandonment, offered, delay, wait] = known;
    random_days(
        &format!("gamma busyness of cv {cv}, {} agents", setting.2),
        setting,
        replications,
        (
            "",
            &format!(
                "[run]\ndraws = \"independent\"\n[demand]\nbusyness = {{ distribution = \"gamma\", cv = {cv:?} }}"
            ),
        ),
        vec![
            abandoned(abandonment).not("mean of daily ratios", wrong[0]).not("mean rate", wrong[2]),
            within(offered).not("mean of daily ratios", wrong[1]).not("mean rate", wrong[3]),
            delayed(delay),
            mean_wait(wait),
        ],
    )
}

/// All cases.
pub fn trials() -> Vec<Trial> {
    vec![
        busyness(
            (200.0, 120.0, 18),
            0.1,
            100,
            [0.08911490836439828, 0.7610514753497911, 0.34137395875480464, 10.693789003727794],
            [0.0854217692124504, 0.7704656534327889, 0.08224227716357016, 0.7766136878005399],
        ),
        busyness(
            (720.0, 120.0, 62),
            0.1,
            60,
            [0.05901313365903432, 0.8137363657684218, 0.36275838932937096, 7.081576039084119],
            [0.055004030186934935, 0.8266079775366817, 0.047043090414127846, 0.8531422442044797],
        ),
        busyness(
            (60.0, 180.0, 6),
            0.5,
            200,
            [0.19845727374422223, 0.5706800062822502, 0.4785279728894566, 35.72230927395999],
            [0.13385945664927137, 0.6976282192963561, 0.11584256941909779, 0.7077436004409986],
        ),
        random_days(
            "absence of 15 %, 22 agents scheduled",
            (200.0, 120.0, 22),
            80,
            ("absence = 0.15", ""),
            vec![
                abandoned(0.0728279815093166).not("mean number present", 0.060414679177363435),
                within(0.8040539514354557).not("mean number present", 0.8321430817755067),
                delayed(0.28691532482665527),
                Measure::new("agents present", 18.7, |observed| {
                    (observed.groups[0].available, DAYS as u64 * 4 * 3600 * peakdesk::engine::TICKS_PER_SECOND)
                }),
            ],
        ),
    ]
}
