//! Putting the contacts of an interval in order of time.

use super::arrivals::TICK_SHIFT;

/// Bits of a tick that one counting pass takes.
const PASS_BITS: u32 = 11;
const BUCKETS: usize = 1 << PASS_BITS;
/// Up to here a comparison sort is quicker than going through the counts twice.
const FEW: usize = 500;

/// Sorts packed contacts whose ticks lie less than 2^22 (over an hour) after `start` by tick alone and keeps the order of
/// equals, so that streams stay in order: two counting passes, the counts of both taken in one reading.
pub(crate) fn sort_by_tick(packed: &mut [u64], scratch: &mut Vec<u64>, start: u64) {
    if packed.len() <= FEW {
        // contacts of a stream come in order of their numbers, streams in order of theirs: whole entries say the same
        return packed.sort_unstable();
    }
    let bucket =
        |entry: u64, pass: u32| (((entry >> TICK_SHIFT) - start) >> (pass * PASS_BITS)) as usize & (BUCKETS - 1);
    let mut places = [[0_u32; BUCKETS]; 2];
    for entry in packed.iter() {
        places[0][bucket(*entry, 0)] += 1;
        places[1][bucket(*entry, 1)] += 1;
    }
    for counts in &mut places {
        let mut before = 0;
        counts.iter_mut().for_each(|place| before += std::mem::replace(place, before));
    }
    scratch.resize(scratch.len().max(packed.len()), 0);
    scatter(packed, scratch, &mut places[0], |entry| bucket(entry, 0));
    scatter(&scratch[..packed.len()], packed, &mut places[1], |entry| bucket(entry, 1));
}

#[inline(always)]
fn scatter(from: &[u64], to: &mut [u64], places: &mut [u32; BUCKETS], bucket: impl Fn(u64) -> usize) {
    for entry in from {
        let place = &mut places[bucket(*entry)];
        to[*place as usize] = *entry;
        *place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_by_tick_is_sorting_whole_entries_that_came_stream_by_stream() {
        for numbers in [3_u64, 50, 800] {
            let mut state = 1_u64;
            let start = 45_000_000;
            let mut entries: Vec<u64> = Vec::new();
            for stream in 0..7_u64 {
                for number in 0..numbers {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let tick = start + (state >> 33) % (3_600 * 1_024);
                    entries.push(tick << TICK_SHIFT | stream << 25 | number);
                }
            }
            let mut sorted = entries.clone();
            sorted.sort_unstable();
            sort_by_tick(&mut entries, &mut Vec::new(), start);
            assert_eq!(entries, sorted);
        }
    }
}
