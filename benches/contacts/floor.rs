//! The floor: what contacts need drawn into an array, and nothing else.

use peakdesk::sampling::{
    ContactKey, DayTrace, Key, Purpose, QuantileTable, Sampler, SamplerShelf, SeasonFactors, chance_threshold, is_drawn,
};
use peakdesk::scenario::model::{ByTime, Distribution, Scenario, Stream, StreamId};
use rand::Rng;
use rand_distr::Distribution as _;
use std::hint::black_box;

const DRAWN: u64 = 50_000;

/// With rand_distr's algorithms, the yardstick of all tables.
pub fn by_rand_distr() -> impl FnMut() -> u64 {
    let deviation = 2.0_f64.ln().sqrt();
    let gap = rand_distr::Exp::new(1.0).expect("a positive rate");
    let handle = rand_distr::LogNormal::new(300.0_f64.ln() - 0.5 * deviation * deviation, deviation).expect("finite");
    let patience = rand_distr::Exp::new(1.0 / 120.0).expect("a positive rate");
    let mut drawn: Vec<(f64, f64, f64)> = Vec::with_capacity(DRAWN as usize);
    move || {
        let mut generator = Key::replication(1, 0).generator();
        let mut at = 0.0;
        drawn.clear();
        drawn.extend((0..DRAWN).map(|_| {
            at += gap.sample(&mut generator);
            (at, handle.sample(&mut generator), patience.sample(&mut generator))
        }));
        black_box(&drawn);
        DRAWN
    }
}

/// As the engine draws them: from quantile tables, by the contact's own key.
pub fn by_tables() -> impl FnMut() -> u64 {
    let mut shelf = SamplerShelf::default();
    let gaps = QuantileTable::new(&Distribution::Exponential { mean_s: 1.0 });
    let handle = shelf.sampler(&Distribution::Lognormal { mean_s: 300.0, cv: 1.0 });
    let patience = shelf.sampler(&Distribution::Exponential { mean_s: 120.0 });
    let mut drawn: Vec<(f64, u32, u32)> = Vec::with_capacity(DRAWN as usize);
    move || {
        let key = Key::replication(1, 0).purpose(Purpose::Contacts);
        let mut generator = key.generator();
        let mut at = 0.0;
        drawn.clear();
        drawn.extend((0..DRAWN).map(|number| {
            at += gaps.value(generator.next_u64() as u32);
            let (handle_bits, patience_bits) = ContactKey::fresh(key, number).handle_and_patience();
            (at, handle.ticks(handle_bits), patience.ticks(patience_bits))
        }));
        black_box(&drawn);
        DRAWN
    }
}

/// What a stream's contacts draw, beside their arrivals.
struct Draws {
    handle: ByTime<Sampler>,
    patience: ByTime<Sampler>,
    repeat: Option<(u64, Sampler)>,
    redial: Option<(u64, Sampler)>,
    /// Chances of meeting it and of being contained or leaving, and the time it takes.
    bot: Option<(u64, u64, ByTime<Sampler>)>,
}

impl Draws {
    fn of(stream: &Stream, shelf: &mut SamplerShelf) -> Self {
        let mut by_time = |law: &ByTime<Distribution>| ByTime {
            pieces: law.pieces.iter().map(|(from, at)| (*from, shelf.sampler(at))).collect(),
        };
        let bot = stream.bot.as_ref().map(|bot| {
            let stays = bot.containment.at(43_200) + bot.leaves;
            (chance_threshold(bot.meets), chance_threshold(stays), by_time(&bot.handle_time))
        });
        let (handle, patience) = (by_time(&stream.handle_time), by_time(&stream.patience));
        let unresolved = 1.0 - stream.first_contact_resolution;
        Draws {
            handle,
            patience,
            repeat: (unresolved > 0.0).then(|| (chance_threshold(unresolved), shelf.sampler(&stream.repeat_delay))),
            redial: stream
                .redial
                .as_ref()
                .map(|redial| (chance_threshold(redial.chance), shelf.sampler(&redial.delay))),
            bot,
        }
    }

    /// All durations of a contact, zero for what it has no need of.
    #[inline(always)]
    fn draw(&self, key: ContactKey, second: u32) -> [u32; 5] {
        let mut drawn = [0; 5];
        if let Some((meets, stays, time)) = &self.bot {
            let (meeting, outcome) = key.bot_meeting_and_outcome();
            if is_drawn(meeting, *meets) {
                drawn[0] = time.at(second).ticks(key.bot_time_and_balk().0);
                if is_drawn(outcome, *stays) {
                    return drawn;
                }
            }
        }
        let (handle, patience) = key.handle_and_patience();
        drawn[1] = self.handle.at(second).ticks(handle);
        drawn[2] = self.patience.at(second).ticks(patience);
        if let Some((chance, delay)) = &self.repeat {
            let (resolution, bits) = key.resolution_and_delay();
            drawn[3] = if is_drawn(resolution, *chance) { delay.ticks(bits) } else { 0 };
        }
        if let Some((chance, delay)) = &self.redial {
            let (again, bits) = key.redial_and_delay();
            drawn[4] = if is_drawn(again, *chance) { delay.ticks(bits) } else { 0 };
        }
        drawn
    }
}

/// All that the fresh contacts of a scenario's season may need, with the program's own sampler: arrivals of all streams in order of
/// time, the bot, handle time, patience, whether and when they come again. Patience and redials are drawn for all who reach
/// people, though only those who wait need them.
pub fn of_scenario(scenario: &'static Scenario) -> impl FnMut() -> u64 {
    let mut shelf = SamplerShelf::default();
    let gaps = QuantileTable::new(&Distribution::Exponential { mean_s: 1.0 });
    let draws: Vec<Draws> = scenario.streams.iter().map(|stream| Draws::of(stream, &mut shelf)).collect();
    let streams: Vec<StreamId> = (0..draws.len()).map(StreamId).collect();
    let (mut trace, mut drawn) = (DayTrace::default(), Vec::new());
    move || {
        let replication = Key::replication(1, 0);
        let factors = SeasonFactors::of_replication(scenario, 1, 0);
        let mut contacts = 0;
        for day in 0..scenario.calendar.days() {
            trace.fill(scenario, &factors, &streams, replication, day, &gaps);
            let of_day =
                |stream: &StreamId| replication.purpose(Purpose::Contacts).and(stream.0 as u64).and(day as u64);
            let keys: Vec<Key> = streams.iter().map(of_day).collect();
            drawn.clear();
            while let Some(arrival) = trace.take() {
                let key = ContactKey::fresh(keys[arrival.stream.0], u64::from(arrival.number));
                drawn.push((arrival.tick, draws[arrival.stream.0].draw(key, arrival.tick >> 10)));
            }
            contacts += drawn.len() as u64;
            black_box(&drawn);
        }
        contacts
    }
}
