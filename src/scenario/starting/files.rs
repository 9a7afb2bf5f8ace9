//! The files of a starting scenario.

use crate::scenario::diagnosis::Complaint;
use crate::scenario::written::check_format;

const SCENARIO: &str = include_str!("scenario.toml");
const PARCELS: &str = include_str!("parcels.csv");

/// Names and contents of the files of a new scenario. Its name must be fit to be a file's name.
pub fn new_scenario(name: &str) -> Result<Vec<(String, String)>, Complaint> {
    check_format("name", name)?;
    Ok(vec![
        ("scenario.toml".to_owned(), SCENARIO.replace("NAME", name)),
        ("parcels.csv".to_owned(), PARCELS.to_owned()),
    ])
}
