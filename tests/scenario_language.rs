//! Good scenarios: what they resolve to, with numbers known by hand.

mod good_scenario;

use good_scenario::Folder;

#[test]
fn the_whole_language_reads_without_a_warning() {
    let reading = Folder::good().read().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(reading.warnings, []);
    println!("{}", peakdesk::scenario::reading::resolved_text(&reading.scenario));
}
