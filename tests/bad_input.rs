//! A table of wrong scenarios and CSV files: each is a good scenario with some lines changed, and each message must name
//! the file, the line, the value, the rule and the remedy, with every other problem beside it.

mod good_scenario;

use good_scenario::{Folder, TEXT};
use peakdesk::scenario::reading::{Diagnostics, scenario_from_toml};

#[test]
fn show() {
    let folder = Folder::patched(&[
        ("interval  = \"30m\"", "intervall = \"30m\""),
        ("season_cv   = 0.05", "season_cv   = -0.05"),
        ("phone = 0.35, chat = 0.60", "phone = 0.35, chat = 0.50"),
        ("parcels     = \"parcels.csv\"", "parcels     = \"parcel.csv\""),
        ("handle_time = \"400s\"", "handle_time = 400"),
        ("plan   = \"service_level\"", "plan   = \"profit\""),
        ("{ below = 0.70, penalty = 0.06 }", "{ below = 0.70, penalty = 0.01 }"),
        ("up_to = 200000", "up_to = 20000"),
    ]);
    folder.write("delay.csv", "date,interval_start,contacts\n2025-11-08,08:00,NaN\n2025-11-08,08:10,\"3\n4\"\n".as_bytes());
    println!("{}", folder.read().unwrap_err());
}
