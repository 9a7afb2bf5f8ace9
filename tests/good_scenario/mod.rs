//! A good scenario that uses the whole language, in a folder of its own; tests change a line of it.

#![allow(dead_code, reason = "each test program uses a part of this")]

use std::path::{Path, PathBuf};

use peakdesk::scenario::reading::{Diagnostics, Override, Reading, read_scenario};
use tempfile::TempDir;

/// The scenario file.
pub const TEXT: &str = include_str!("scenario.toml");

/// Parcels with two days of history: 80, 90 | 100, 110, 120, 200, 150, 130, 120 thousand.
pub const PARCELS: &str = "date,parcels\n2025-11-06,80000\n2025-11-07,90000\n2025-11-08,100000\n2025-11-09,110000\n\
                           2025-11-10,120000\n2025-11-11,200000\n2025-11-12,150000\n2025-11-13,130000\n2025-11-14,120000\n";

/// Phone weights by hour, 08:00 to 21:00.
pub fn intraday_phone() -> String {
    let rows: String = (8..22).map(|hour| format!("{hour},{}\n", if hour == 10 { 2 } else { 1 })).collect();
    format!("hour,weight\n{rows}")
}

/// Six contacts in every half hour from 08:00 to 22:00.
pub fn delay_forecast() -> String {
    let mut text = "date,interval_start,contacts\n".to_owned();
    for day in 8..15 {
        for half_hour in 16..44 {
            text += &format!("2025-11-{day:02},{:02}:{:02},6\n", half_hour / 2, half_hour % 2 * 30);
        }
    }
    text
}

/// A folder with a scenario; gone when dropped.
pub struct Folder {
    place: TempDir,
}

impl Folder {
    /// The good scenario with its CSV files.
    pub fn good() -> Self {
        let folder = Folder { place: TempDir::new().expect("a temporary folder can be made") };
        folder.write("scenario.toml", TEXT.as_bytes());
        folder.write("parcels.csv", PARCELS.as_bytes());
        folder.write("intraday-phone.csv", intraday_phone().as_bytes());
        folder.write("delay.csv", delay_forecast().as_bytes());
        folder
    }

    /// The same with some lines changed: each `from` must occur once.
    pub fn patched(patches: &[(&str, &str)]) -> Self {
        let folder = Self::good();
        let mut text = TEXT.to_owned();
        for (from, to) in patches {
            assert_eq!(text.matches(from).count(), 1, "{from:?} must occur once in the good scenario");
            text = text.replace(from, to);
        }
        folder.write("scenario.toml", text.as_bytes());
        folder
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: &[u8]) {
        std::fs::write(self.path().join(name), content).expect("a file can be written into a temporary folder");
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.place.path()
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Reads the scenario.
    pub fn read(&self) -> Result<Reading, Diagnostics> {
        read_scenario(self.path(), &[])
    }

    /// Reads the scenario with overrides.
    pub fn read_with(&self, overrides: &[&str]) -> Result<Reading, Diagnostics> {
        let overrides: Vec<Override> =
            overrides.iter().map(|text| text.parse().expect("a test's overrides have the right form")).collect();
        read_scenario(self.path(), &overrides)
    }
}
