//! A scenario to start from: complete, commented, and read without a warning.

mod files;

pub use files::new_scenario;
