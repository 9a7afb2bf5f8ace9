//! What a contact costs, beside what only drawing its random numbers costs, measured in the same run.
//!
//! `cargo bench --bench contacts` prints every table; `-- main`, `-- agents`, `-- contacts`, `-- types`, `-- groups` or
//! `-- threads` that one alone; `-- billion` plays 1e9 contacts; `-- once CASE` plays one case of the main table once, for
//! counting instructions (see docs/speed.md); `-- peer` is what `benches/peers/compare.py` reads.
//!
//! Figures are CPU time of the thread, the least of many short passes; the cases of a table take turns, so that a busy machine
//! disturbs all of them alike.

mod cases;
mod floor;
mod heap_queue;
mod measure;
mod scale;
mod scenarios;

use measure::print_table;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let wanted = |table: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == table);
    if arguments.first().is_some_and(|argument| argument == "once") {
        return cases::play_once(arguments.get(1).map_or("", String::as_str));
    }
    if arguments.iter().any(|argument| argument == "billion") {
        return scale::play_a_billion();
    }
    if arguments.iter().any(|argument| argument == "peer") {
        return cases::print_for_peers();
    }
    if wanted("main") {
        print_table("What a contact costs", cases::all());
    }
    if wanted("agents") {
        print_table("By agents, one queue", scale::by_agents());
    }
    if wanted("contacts") {
        print_table("By contacts in a run, one queue", scale::by_contacts());
    }
    if wanted("types") {
        print_table("By contact types, one queue", scale::by_contact_types());
    }
    if wanted("groups") {
        print_table("By agent groups, each with its own type and its neighbour's, general engine", scale::by_groups());
    }
    if wanted("threads") {
        scale::print_threads();
    }
}
