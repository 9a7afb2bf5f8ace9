//! Redials without limit. Exact: the chain of (in system, in orbit), truncated at a mass of 1e-15.

use crate::season::exponential;
use crate::stationary::{Steady, abandoned, delayed, occupancy};
use crate::trial::{Measure, Observed, Trial};

/// Contacts that started in the window: the orbit is in balance there.
fn per_fresh(name: &str, exact: f64, count: fn(&Observed) -> u64) -> Measure {
    Measure::new(name, exact, move |observed| (count(observed), observed.all().fresh))
}

fn redials(
    (per_hour, agents, chance, delay_s): (f64, u32, f64, f64),
    [attempts, abandonment, delay, queued, busy]: [f64; 5],
    [poisson_attempts, poisson_abandonment]: [f64; 2],
) -> Trial {
    let limit = 10_000;
    let redial = format!("redial = {{ chance = {chance:?}, delay = \"{delay_s}s\", limit = {limit} }}");
    let agent_count = u64::from(agents);
    Steady {
        name: &format!("redials, {agents} agents, chance {chance}, delay {delay_s} s"),
        per_hour,
        handle_time: exponential(300.0),
        patience: exponential(120.0),
        agents,
        contact_type: &redial,
        contacts: 1e7,
        ..Steady::default()
    }
    .trial(vec![
        per_fresh("attempts a fresh contact", attempts / per_hour, |observed| observed.all().offered())
            .not("redials as a Poisson stream", poisson_attempts / per_hour),
        abandoned(abandonment).not("redials as a Poisson stream", poisson_abandonment),
        delayed(delay),
        per_fresh("answered in the end", busy * f64::from(agents) * 12.0 / per_hour, |observed| {
            observed.all().answered
        }),
        Measure::new("mean number waiting", queued, move |observed| {
            let all = observed.all();
            let elapsed = observed.groups[0].available / agent_count;
            (all.wait_answered + all.wait_abandoned, elapsed)
        }),
        occupancy(0, busy),
    ])
}

/// All cases.
pub fn trials() -> Vec<Trial> {
    vec![
        redials(
            (200.0, 16, 0.6, 600.0),
            [230.61619573084604, 0.22126370059583975, 0.6574298811995228, 1.7008997628247167, 0.9353604314901142],
            [229.107704589326, 0.21174687716927282],
        ),
        redials(
            (60.0, 5, 0.7, 300.0),
            [79.40484283351906, 0.349112258883318, 0.6736132896750024, 0.9240401349294894, 0.8613939797605772],
            [77.292684735242, 0.31961414486610745],
        ),
    ]
}
