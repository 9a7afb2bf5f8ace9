//! The floor: gap, handle time and patience of contacts drawn into an array, and nothing else.

use peakdesk::sampling::{ContactKey, Key, Purpose, QuantileTable, SamplerShelf};
use peakdesk::scenario::model::Distribution;
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
