//! The yardstick: the same day as a careful, plain event loop over a `BinaryHeap`, drawn with rand_distr as it goes.
//!
//! One queue, agents by half-hour, lognormal handling, exponential patience. Agents who are over after a drop finish their
//! contact. Those who give up while they wait are dropped when their turn would come.

use crate::scenarios::PER_HOUR;
use peakdesk::sampling::Key;
use rand_distr::Distribution as _;
use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};
use std::hint::black_box;

const DAY_S: f64 = 86_400.0;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Event {
    End,
    Staffing(usize),
    Arrival,
}

/// An event and its time, the earliest greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry(f64, Event);

impl Eq for Entry {}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    answered: u64,
    within: u64,
    abandoned: u64,
    wait_s: f64,
    handle_s: f64,
}

/// Plays a day after the other with these agents by half-hour; gives its contacts.
pub fn event_loop(agents: &[u32]) -> impl FnMut() -> u64 + '_ {
    let deviation = 2.0_f64.ln().sqrt();
    let gap = rand_distr::Exp::new(1.0).expect("a positive rate");
    let handle = rand_distr::LogNormal::new(300.0_f64.ln() - 0.5 * deviation * deviation, deviation).expect("finite");
    let patience = rand_distr::Exp::new(1.0 / 120.0).expect("a positive rate");
    let mut generator = Key::replication(1, 0).generator();
    let mut calendar: BinaryHeap<Entry> = BinaryHeap::new();
    let mut waiting: VecDeque<(f64, f64)> = VecDeque::new();
    move || {
        let mut by_half_hour = [Counts::default(); 48];
        calendar.clear();
        waiting.clear();
        let mut arrivals = 0;
        let (mut on_duty, mut busy) = (0, 0);
        calendar.extend((0..48).map(|half_hour| Entry(half_hour as f64 * 1_800.0, Event::Staffing(half_hour))));
        let next_arrival = |now: f64, operational: f64| -> f64 {
            // through the hours, as much operational time in each as its rate gives
            let (mut at, mut left) = (now, operational);
            while at < DAY_S {
                let hour = (at / 3_600.0) as usize;
                let rate = PER_HOUR[hour] / 3_600.0;
                let end = (hour + 1) as f64 * 3_600.0;
                if left <= (end - at) * rate {
                    return at + left / rate;
                }
                left -= (end - at) * rate;
                at = end;
            }
            f64::INFINITY
        };
        let first = next_arrival(0.0, gap.sample(&mut generator));
        calendar.push(Entry(first, Event::Arrival));
        while let Some(Entry(now, event)) = calendar.pop() {
            match event {
                Event::End => busy -= 1,
                Event::Staffing(half_hour) => on_duty = agents[half_hour],
                Event::Arrival if now < DAY_S => {
                    arrivals += 1;
                    waiting.push_back((now, now + patience.sample(&mut generator)));
                    let next = next_arrival(now, gap.sample(&mut generator));
                    if next < DAY_S {
                        calendar.push(Entry(next, Event::Arrival));
                    }
                }
                Event::Arrival => {}
            }
            while busy < on_duty
                && let Some((arrived, gives_up)) = waiting.pop_front()
            {
                let counts = &mut by_half_hour[(arrived / 1_800.0) as usize];
                if gives_up < now {
                    counts.abandoned += 1;
                    counts.wait_s += gives_up - arrived;
                    continue;
                }
                let length = handle.sample(&mut generator);
                busy += 1;
                calendar.push(Entry(now + length, Event::End));
                counts.answered += 1;
                counts.within += u64::from(now - arrived <= 20.0);
                counts.wait_s += now - arrived;
                counts.handle_s += length;
            }
        }
        black_box(&by_half_hour);
        arrivals
    }
}
