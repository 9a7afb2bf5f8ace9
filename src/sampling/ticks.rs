//! The engine's clock: whole ticks, so that simultaneous events are exactly simultaneous and sums are exact.

/// Ticks in a second.
pub const TICKS_PER_SECOND: u64 = 1024;

/// A number of ticks in seconds.
pub fn ticks_to_seconds(ticks: u64) -> f64 {
    ticks as f64 / TICKS_PER_SECOND as f64
}

/// Seconds in ticks, rounded to the nearest.
pub fn seconds_to_ticks(seconds: f64) -> u64 {
    (seconds * TICKS_PER_SECOND as f64 + 0.5) as u64
}
