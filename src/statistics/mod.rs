//! Estimates, intervals, percentiles and sketches.
//!
//! Two kinds of data are met. *Counts and summed times* of replications are integers; what is kept of them (sums,
//! products, bucket counts) is exact, so that merging in any order gives the same bytes. *Money* is floating point, and
//! is kept replication by replication and summed in replication order.
//!
//! Too few observations for a figure give `None`, never zero.

mod bucket_counts;
mod chance;
mod confidence;
mod count_histogram;
mod estimate;
mod percentile;
mod ratio;
mod sets;
mod share_histogram;
mod significance;
mod total;
mod wait_sketch;

pub use chance::chance;
pub use confidence::Confidence;
pub use count_histogram::CountHistogram;
pub use estimate::Estimate;
pub use percentile::{Percentiles, sorted_percentile};
pub use ratio::{RatioMoments, ratio_of_sums};
pub use sets::SetsOf;
pub use share_histogram::ShareHistogram;
pub use significance::{holm, normal_p_value, student_p_value};
pub use total::{mean, standard_deviation};
pub use wait_sketch::WaitSketch;
