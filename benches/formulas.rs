//! What an Erlang A state costs by the size of the pool: `cargo bench --bench formulas`. CPU time, the least of many passes.

use cpu_time::ThreadTime;
use peakdesk::analytic::{Patience, Pool, Thresholds, erlang_a};
use std::hint::black_box;

const PASSES: u32 = 200;
/// States in a pass, on numbers of agents that differ by fractions.
const STATES: u32 = 100;

fn main() {
    let within = Thresholds::within(20.0);
    println!("{:>10} {:>16} {:>20}", "agents", "all outcomes, ns", "share answered, ns");
    for agents in [1, 10, 60, 300, 2_000, 10_000, 1_000_000] {
        let all = nanoseconds(agents, |pool| pool.outcomes(within).answered);
        let share = nanoseconds(agents, erlang_a::share_answered);
        println!("{agents:>10} {all:>16.0} {share:>20.0}");
    }
}

/// Least nanoseconds a state, at a load of 97 % of the agents, handle times of 300 s and a patience of 250 s.
fn nanoseconds(agents: u32, state: impl Fn(&Pool) -> f64) -> f64 {
    let pool = Pool {
        arrivals_per_s: 0.97 * f64::from(agents) / 300.0,
        handle_time_s: 300.0,
        agents: f64::from(agents),
        patience: Patience::exponential(250.0),
        lines: None,
    };
    let mut least = f64::INFINITY;
    for _ in 0..PASSES {
        let start = ThreadTime::now();
        for step in 0..STATES {
            black_box(state(&pool.with_agents(pool.agents + 0.01 * f64::from(step))));
        }
        least = least.min(start.elapsed().as_nanos() as f64 / f64::from(STATES));
    }
    least
}
