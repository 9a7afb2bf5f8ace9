//! A first look at exact queues; the whole set is in `tests/verification`.

use super::fixture::{flat_plan, one_queue};
use crate::engine::*;

/// Erlang A with 17 agents, load 16.67, patience 120 s: exact values to ten digits.
#[test]
fn erlang_a_of_moderate_size() {
    let scenario = one_queue(25, 200.0);
    let season = Season::new(&scenario);
    let (mut workspace, mut tally, mut all) = (Workspace::default(), Tally::new(&scenario), Tally::new(&scenario));
    let mut by_replication = Vec::new();
    for number in 0..200 {
        simulate(&season, &flat_plan(&scenario, 17), ReplicationId { seed: 11, number }, &mut workspace, &mut tally);
        // the first day warms up
        let total = tally.sum_channel(&scenario, 48..scenario.intervals(), None);
        by_replication
            .push([total.abandoned as f64 / total.fresh as f64, total.answered_within as f64 / total.fresh as f64]);
        all.add(&tally);
    }
    for (place, exact) in [0.108_813_422_163_106, 0.712_189_219_488_539].into_iter().enumerate() {
        let n = by_replication.len() as f64;
        let mean = by_replication.iter().map(|of| of[place]).sum::<f64>() / n;
        let variance = by_replication.iter().map(|of| (of[place] - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let z = (mean - exact) / (variance / n).sqrt();
        // two tests at |z| < 4: error probability 1.3e-4
        assert!(z.abs() < 4.0, "measure {place}: {mean} against {exact}, z = {z}");
    }
}
