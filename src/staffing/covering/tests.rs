use super::*;

/// Proved to the last cent.
const EXACT: WorkLimit = WorkLimit { nodes: 100_000, gap: 0.0 };

fn works(from: usize, to: usize) -> Vec<usize> {
    (from..to).collect()
}

/// Half-hours of a day of 24 hours, hourly columns of the README of pyworkforce 0.5.1 (PyPI).
const PYWORKFORCE: [[f64; 24]; 2] = [
    [
        9.0, 11.0, 17.0, 9.0, 7.0, 12.0, 5.0, 11.0, 8.0, 9.0, 18.0, 17.0, 8.0, 12.0, 16.0, 8.0, 7.0, 12.0, 11.0, 10.0,
        13.0, 19.0, 16.0, 7.0,
    ],
    [
        13.0, 13.0, 12.0, 15.0, 18.0, 20.0, 13.0, 16.0, 17.0, 8.0, 13.0, 11.0, 6.0, 19.0, 11.0, 20.0, 19.0, 17.0, 10.0,
        13.0, 14.0, 23.0, 16.0, 8.0,
    ],
];

fn pyworkforce_shifts() -> Vec<Pattern> {
    let night: Vec<usize> = (0..5).chain(21..24).collect();
    [works(5, 13), works(13, 21), night, works(9, 17)].into_iter().map(|works| Pattern { works, cost: 1.0 }).collect()
}

const PYWORKFORCE_CAPS: Caps = Caps { at_once: Some(27.0), on_one: Some(25), in_all: None };

#[test]
fn pyworkforce_needs_113_resources() {
    let least: f64 = PYWORKFORCE
        .iter()
        .map(|need| cover(need, &pyworkforce_shifts(), Closeness::Full, PYWORKFORCE_CAPS, EXACT))
        .map(|cover| {
            assert!(cover.is_within_gap && cover.short.iter().all(|short| *short == 0.0));
            cover.cost
        })
        .sum();
    assert_eq!(least, 113.0);
}

#[test]
fn pyworkforce_comes_within_157_of_what_is_required() {
    let differences: f64 = PYWORKFORCE
        .iter()
        .map(|need| {
            let shifts = pyworkforce_shifts();
            let cover = cover(need, &shifts, Closeness::Nearest, PYWORKFORCE_CAPS, EXACT);
            assert!(cover.is_within_gap);
            let at_work = |interval: usize| -> f64 {
                let working = shifts.iter().zip(&cover.agents).filter(|(shift, _)| shift.works.contains(&interval));
                working.map(|(_, agents)| f64::from(*agents)).sum()
            };
            need.iter().enumerate().map(|(interval, need)| (at_work(interval) - need).abs()).sum::<f64>()
        })
        .sum();
    assert_eq!(differences, 157.0);
}

/// 16 half-hours, agents required by Erlang A for 80 % of offered within 20 s; blocks of four hours at 112, and eight hours
/// with a meal of an hour at 182. Optimum computed with HiGHS at gap 0, relaxation 3248.
#[test]
fn four_and_eight_hour_shifts_cover_a_day_for_3276() {
    let need: [f64; 16] =
        [7.0, 10.0, 14.0, 18.0, 20.0, 18.0, 16.0, 15.0, 16.0, 18.0, 17.0, 15.0, 13.0, 12.0, 10.0, 8.0];
    let mut patterns: Vec<Pattern> =
        (0..9).map(|start| Pattern { works: works(start, start + 8), cost: 112.0 }).collect();
    for meal in [8, 6] {
        let works = (0..16).filter(|interval| !(meal..meal + 2).contains(interval)).collect();
        patterns.push(Pattern { works, cost: 182.0 });
    }
    let found = cover(&need, &patterns, Closeness::Full, Caps::default(), EXACT);
    assert_eq!((found.cost, found.is_within_gap), (3276.0, true));
    assert!(found.short.iter().all(|short| *short == 0.0));
    let stopped = cover(&need, &patterns, Closeness::Full, Caps::default(), WorkLimit { nodes: 100_000, gap: 0.02 });
    assert!(stopped.bound >= 3248.0 - 1e-6 && stopped.bound <= 3276.0 && stopped.cost >= 3276.0);
}

#[test]
fn a_price_on_being_short_decides_whether_to_be() {
    let (need, patterns) = ([1.0, 1.0, 3.0, 1.0], vec![Pattern { works: works(0, 4), cost: 10.0 }]);
    let agents = |price| cover(&need, &patterns, Closeness::ShortInterval(price), Caps::default(), EXACT);
    assert_eq!((agents(9.0).agents, agents(9.0).short), (vec![1], vec![0.0, 0.0, 2.0, 0.0]));
    assert_eq!(agents(11.0).agents, vec![3]);
    assert_eq!(agents(2.0).agents, vec![0]);
}

#[test]
fn caps_leave_short_what_they_must() {
    let need = [5.0; 4];
    let patterns = vec![Pattern { works: works(0, 2), cost: 1.0 }, Pattern { works: works(2, 4), cost: 1.0 }];
    let caps = Caps { in_all: Some(7), ..Caps::default() };
    let found = cover(&need, &patterns, Closeness::Full, caps, EXACT);
    assert_eq!(found.agents.iter().sum::<u32>(), 7);
    assert_eq!(found.short.iter().sum::<f64>(), 6.0);
}

/// With no search at all the greedy cover is whole, and the program's bound is told.
#[test]
fn a_search_that_ends_at_once_still_covers() {
    let need: Vec<f64> = (0..40).map(|at| f64::from(5 + (at * 7) % 11)).collect();
    let patterns: Vec<Pattern> = (0..33).map(|start| Pattern { works: works(start, start + 8), cost: 10.0 }).collect();
    let at_once = cover(&need, &patterns, Closeness::Full, Caps::default(), WorkLimit { nodes: 0, gap: 0.0 });
    let best = cover(&need, &patterns, Closeness::Full, Caps::default(), EXACT);
    assert!(at_once.short.iter().all(|short| *short == 0.0));
    assert!(at_once.cost >= best.cost && best.cost >= at_once.bound - 1e-6 && best.is_within_gap);
}
