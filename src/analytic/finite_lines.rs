//! Erlang A and C with a limit on lines (M/M/n/K+M and M/M/n/K), by sums over the states.
//!
//! A contact that finds k others waiting is answered after k + 1 departures at rates c + jθ, j = 0 .. k (c = n/handle time). Its
//! virtual wait is within T when more than k departures fall into T; their number is negative binomial with
//! `p(j) = p(j-1) (c + (j-1)θ) h / j`, `h = (1 - exp(-θT))/θ`, `p(0) = exp(-cT)` (Poisson when θ = 0). Its own patience lasts
//! as well with chance `c / (c + (k+1)θ)`, and given that, rates are c + (j+1)θ.
//!
//! With no waiting room at all this is Erlang B.

use super::erlang_b::ln_free_weight;
use super::outcomes::{SteadyState, Waiting};
use super::pool::{Pool, Thresholds};
use super::wide::Wide;

pub(crate) fn steady_state(pool: &Pool, lines: u64, thresholds: Thresholds) -> SteadyState {
    let agents = pool.agents.floor();
    let rate = agents / pool.handle_time_s;
    let giving_up = pool.patience.rate();
    let joining = pool.arrivals_per_s * (1.0 - pool.patience.balk());
    let places = lines.saturating_sub(agents as u64);
    if rate == 0.0 && giving_up == 0.0 {
        // Nobody serves and nobody leaves: the lines fill and stay full.
        return SteadyState::from_odds(f64::NEG_INFINITY, f64::NEG_INFINITY, 0.0, Waiting::default());
    }

    let mut within = Departures::new(rate, giving_up, thresholds.within_s);
    let mut short = Departures::new(rate, giving_up, thresholds.short_abandon_s);
    let queue = Queue { rate, giving_up, joining };
    let (totals, full) = queue.forward(places, &mut within, &mut short);
    let ln_free = ln_free_weight(pool.offered_load(), agents);
    if places == 0 || joining == 0.0 {
        // A state with all agents busy and none waiting exists even if nobody joins.
        let (ln_waits, ln_blocked) = if places == 0 { (f64::NEG_INFINITY, 0.0) } else { (0.0, f64::NEG_INFINITY) };
        return SteadyState::from_odds(ln_free, ln_waits, ln_blocked, Waiting::default());
    }
    let prompt = queue.backward(places, full, &mut within, &mut short);

    let share = |part: Wide| part.over(totals.states);
    let wait_answered_s = share(totals.wait_answered);
    let wait_abandoned_s = if giving_up == 0.0 { 0.0 } else { (share(totals.wait) - wait_answered_s).max(0.0) };
    SteadyState::from_odds(
        ln_free,
        totals.states.ln(),
        full.ln(),
        Waiting {
            answered: share(totals.answered),
            answered_within: share(prompt.answered_within),
            abandoned: giving_up * share(totals.wait),
            abandoned_within: share(prompt.abandoned_within),
            abandoned_short: share(prompt.abandoned_short),
            wait_answered_s,
            wait_abandoned_s,
            virtual_within: share(prompt.virtual_within),
            virtual_wait_s: if rate == 0.0 { f64::INFINITY } else { share(totals.virtual_wait) },
        },
    )
}

/// Departure rates of a queue, per second.
struct Queue {
    rate: f64,
    giving_up: f64,
    joining: f64,
}

/// Sums over the states with a free place, weighted by the state's weight (all busy and none waiting: 1).
struct Totals {
    states: Wide,
    answered: Wide,
    wait: Wide,
    wait_answered: Wide,
    virtual_wait: Wide,
}

struct Prompt {
    answered_within: Wide,
    abandoned_within: Wide,
    abandoned_short: Wide,
    virtual_within: Wide,
}

impl Queue {
    /// Rate of departures from the queue with `waiting` contacts in it.
    fn departures(&self, waiting: u64) -> f64 {
        self.rate + waiting as f64 * self.giving_up
    }

    /// Sums over k = 0 .. places - 1, and the weight of the full state.
    fn forward(&self, places: u64, within: &mut Departures, short: &mut Departures) -> (Totals, Wide) {
        let mut totals = Totals {
            states: Wide::ZERO,
            answered: Wide::ZERO,
            wait: Wide::ZERO,
            wait_answered: Wide::ZERO,
            virtual_wait: Wide::ZERO,
        };
        let mut weight = Wide::ONE;
        let (mut virtual_wait_s, mut wait_given_patience_s) = (0.0, 0.0);
        for ahead in 0..places {
            let out = self.departures(ahead + 1);
            if self.rate > 0.0 {
                virtual_wait_s += 1.0 / self.departures(ahead);
            }
            wait_given_patience_s += 1.0 / out;
            let answered = self.rate / out;
            totals.states = totals.states + weight;
            totals.answered = totals.answered + weight.times(answered);
            totals.wait = totals.wait + weight.times((ahead + 1) as f64 / out);
            totals.wait_answered = totals.wait_answered + weight.times(answered * wait_given_patience_s);
            totals.virtual_wait = totals.virtual_wait + weight.times(virtual_wait_s);
            weight = weight.times(self.joining / out);
            within.climb();
            short.climb();
        }
        (totals, weight)
    }

    /// Sums over k = places - 1 .. 0 of what happens within the times, so that small chances add to small chances.
    fn backward(&self, places: u64, full: Wide, within: &mut Departures, short: &mut Departures) -> Prompt {
        let mut prompt = Prompt {
            answered_within: Wide::ZERO,
            abandoned_within: Wide::ZERO,
            abandoned_short: Wide::ZERO,
            virtual_within: Wide::ZERO,
        };
        within.sum_tails();
        short.sum_tails();
        let mut weight = full;
        for ahead in (0..places).rev() {
            let out = self.departures(ahead + 1);
            weight = weight.times(out / self.joining);
            let answered = self.rate / out;
            let (by_within, by_within_patient) = within.more_than();
            let (by_short, by_short_patient) = short.more_than();
            let answered_within = answered * by_within_patient;
            prompt.answered_within = prompt.answered_within + weight.times(answered_within);
            prompt.virtual_within = prompt.virtual_within + weight.times(by_within);
            let gone = |patience: f64, by: f64, answered: f64| (1.0 - patience * (1.0 - by) - answered).max(0.0);
            prompt.abandoned_within =
                prompt.abandoned_within + weight.times(gone(within.patience, by_within, answered_within));
            prompt.abandoned_short =
                prompt.abandoned_short + weight.times(gone(short.patience, by_short, answered * by_short_patient));
            within.descend();
            short.descend();
        }
        prompt
    }
}

/// Chance of patience outlasting T under which tails are taken as the complement.
const LEAST_PATIENCE: f64 = 1e-4;

/// The number of departures within a time, and the same given that one's own patience lasts.
struct Departures {
    rate: f64,
    giving_up: f64,
    /// `(1 - exp(-θT))/θ` in seconds.
    effective_s: f64,
    /// Chance that patience lasts T.
    patience: f64,
    count: u64,
    /// Chance of exactly `count` departures.
    exactly: Wide,
    /// Sums of chances: of fewer than `count` while climbing; of at least `count` when descending.
    sum: Wide,
    sum_patient: Wide,
}

impl Departures {
    fn new(rate: f64, giving_up: f64, time_s: f64) -> Self {
        let effective_s = if giving_up == 0.0 { time_s } else { -libm::expm1(-giving_up * time_s) / giving_up };
        Departures {
            rate,
            giving_up,
            effective_s,
            patience: libm::exp(-giving_up * time_s),
            count: 0,
            exactly: Wide::from_ln(-rate * time_s),
            sum: Wide::ZERO,
            sum_patient: Wide::ZERO,
        }
    }

    /// Chance of exactly `count` departures given that one's own patience lasts: one more stage in the negative binomial.
    fn exactly_patient(&self) -> Wide {
        if self.rate == 0.0 {
            return Wide::ZERO;
        }
        self.exactly.times(self.patience).times(self.growth() / self.rate)
    }

    fn growth(&self) -> f64 {
        self.rate + self.count as f64 * self.giving_up
    }

    fn next(&mut self) {
        self.exactly = self.exactly.times(self.growth() * self.effective_s / (self.count + 1) as f64);
        self.count += 1;
    }

    fn climb(&mut self) {
        self.sum = self.sum + self.exactly;
        self.sum_patient = self.sum_patient + self.exactly_patient();
        self.next();
    }

    /// Turns the sums of what lies below `count` into the sums from there upwards.
    fn sum_tails(&mut self) {
        let (below, below_patient) = (self.sum.over(Wide::ONE), self.sum_patient.over(Wide::ONE));
        // Below the middle of the distribution nothing cancels. When hardly any patience lasts, tails are too long to sum
        // and what happens in them hardly matters.
        let sum_it = |below: f64| below > 0.5 && self.patience > LEAST_PATIENCE;
        let rest = |below: f64| Wide::ONE.times((1.0 - below).max(0.0));
        let tail = if sum_it(below) { self.tail(Departures::exact) } else { rest(below) };
        let tail_patient =
            if sum_it(below_patient) { self.tail(Departures::exactly_patient) } else { rest(below_patient) };
        self.sum = tail;
        self.sum_patient = tail_patient;
    }

    fn exact(&self) -> Wide {
        self.exactly
    }

    /// Sum of a chance from `count` on, where terms fall.
    fn tail(&self, term: impl Fn(&Departures) -> Wide) -> Wide {
        let mut ahead = Departures { ..*self };
        let mut sum = Wide::ZERO;
        loop {
            let value = term(&ahead);
            sum = sum + value;
            // Once the ratio r of terms is below 1 the rest is less than value / (1 - r).
            let ratio = (ahead.growth() + ahead.giving_up) * ahead.effective_s / (ahead.count + 1) as f64;
            if ratio < 1.0 && value.over(sum) <= 1e-18 * (1.0 - ratio) {
                return sum;
            }
            ahead.next();
        }
    }

    /// Chances of more departures than `count - 1`: plain, and given patience.
    fn more_than(&self) -> (f64, f64) {
        (self.sum.over(Wide::ONE).min(1.0), self.sum_patient.over(Wide::ONE).min(1.0))
    }

    fn descend(&mut self) {
        self.count -= 1;
        let ratio = self.growth() * self.effective_s / (self.count + 1) as f64;
        if ratio > 0.0 {
            self.exactly = self.exactly.times(1.0 / ratio);
        }
        self.sum = self.sum + self.exactly;
        self.sum_patient = self.sum_patient + self.exactly_patient();
    }
}

#[cfg(test)]
mod tests {
    use crate::analytic::{Measures, Outcomes, Patience, Pool, Thresholds};

    fn pool(load: f64, agents: f64, patience: Patience, lines: Option<u64>) -> Pool {
        Pool { arrivals_per_s: load / 300.0, handle_time_s: 300.0, agents, patience, lines }
    }

    fn values(outcomes: &Outcomes) -> [f64; 11] {
        [
            outcomes.immediate,
            outcomes.waits,
            outcomes.answered,
            outcomes.answered_within,
            outcomes.abandoned,
            outcomes.abandoned_within,
            outcomes.abandoned_short,
            outcomes.wait_answered_s,
            outcomes.wait_abandoned_s,
            outcomes.virtual_within,
            outcomes.virtual_wait_s,
        ]
    }

    #[test]
    fn many_lines_are_as_good_as_no_limit() {
        for (load, agents, mean_s, within_s) in [
            (5.0, 6.0, 180.0, 20.0),
            (60.0, 50.0, 90.0, 0.0),
            (60.0, 50.0, 90.0, 2.0),
            (60.0, 55.0, 30.0, 400.0),
            (1.0, 1.0, 1.0, 60.0),
            (900.0, 600.0, 600.0, 5.0),
            (30.0, 29.0, 1e5, 20.0),
        ] {
            for balk in [0.0, 0.2] {
                let patience = Patience::Exponential { mean_s, balk };
                let thresholds = Thresholds::within(within_s);
                let limited = pool(load, agents, patience, Some(20_000)).outcomes(thresholds);
                let unlimited = pool(load, agents, patience, None).outcomes(thresholds);
                for (index, (a, b)) in values(&limited).into_iter().zip(values(&unlimited)).enumerate() {
                    let close = (a - b).abs() <= 1e-11 * b.abs() + 1e-300;
                    assert!(close, "{load} {agents} {mean_s} {within_s} {balk}, value {index}: {a} {b}");
                }
            }
        }
    }

    #[test]
    fn without_patience_the_states_are_geometric() {
        // One agent, three lines, load 2: weights 1, 2, 4, 8 over 15.
        let pool = pool(2.0, 1.0, Patience::Infinite, Some(3));
        let outcomes = pool.outcomes(Thresholds::within(300.0));
        let measures = Measures::new(&pool, &outcomes);
        let close = |actual: f64, expected: f64| assert!((actual - expected).abs() < 1e-13, "{actual} {expected}");
        close(outcomes.immediate, 1.0 / 15.0);
        close(outcomes.waits, 6.0 / 15.0);
        close(outcomes.blocked, 8.0 / 15.0);
        close(measures.mean_queue.expect("steady"), (4.0 + 2.0 * 8.0) / 15.0);
        assert_eq!((outcomes.abandoned, outcomes.wait_abandoned_s), (0.0, 0.0));
        // One departure within a mean handle time: 1 - 1/e; two: 1 - 2/e.
        let within = (1.0 + 2.0 * (1.0 - (-1f64).exp()) + 4.0 * (1.0 - 2.0 * (-1f64).exp())) / 15.0;
        close(outcomes.answered_within, within);
    }

    #[test]
    fn a_fraction_of_an_agent_lies_between_its_neighbours() {
        let patience = Patience::exponential(90.0);
        let thresholds = Thresholds::within(20.0);
        for agents in [0.4, 0.99, 3.5, 6.25] {
            let at = |agents: f64| pool(5.0, agents, patience, Some(8)).outcomes(thresholds).answered_within;
            assert!(at(agents) > at(f64::floor(agents)) && at(agents) < at(f64::ceil(agents)), "{agents}");
        }
    }

    #[test]
    fn chances_add_up_with_hardly_any_patience_or_service() {
        for (load, agents, mean_s, lines) in [(50.0, 0.0, 90.0, 4), (50.0, 1.0, 0.5, 400), (0.01, 1.0, 1e9, 2_000)] {
            let outcomes =
                pool(load, agents, Patience::exponential(mean_s), Some(lines)).outcomes(Thresholds::within(60.0));
            assert!((outcomes.answered + outcomes.abandoned + outcomes.blocked - 1.0).abs() < 1e-12, "{outcomes:?}");
            assert!(outcomes.answered_within <= outcomes.answered && outcomes.abandoned_within <= outcomes.abandoned);
        }
    }
}
