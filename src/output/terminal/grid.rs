//! The look of tables and paragraphs.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent, Width, presets};

use super::{Style, WIDTH};

/// A table with rules above, below and under the header; the first column to the left, the others to the right.
pub(super) fn grid(header: Vec<String>, rows: Vec<Vec<Cell>>, style: Style) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    for component in [
        TableComponent::TopBorder,
        TableComponent::TopBorderIntersections,
        TableComponent::BottomBorder,
        TableComponent::BottomBorderIntersections,
        TableComponent::HeaderLines,
        TableComponent::MiddleHeaderIntersections,
    ] {
        table.set_style(component, '─');
    }
    table.set_width(WIDTH).set_content_arrangement(ContentArrangement::Dynamic);
    match style {
        Style::Plain => table.force_no_tty(),
        Style::Colour => table.enforce_styling(),
    };
    let columns = header.len();
    table.set_header(header).add_rows(rows);
    for (index, column) in table.column_iter_mut().enumerate() {
        if index == 0 {
            column.set_padding((0, 1));
        } else {
            column.set_cell_alignment(CellAlignment::Right);
            column.set_padding((if index + 1 == columns { 1 } else { 0 }, 1));
        }
    }
    let first = table.column_mut(0);
    if let Some(column) = first {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(44)));
    }
    trimmed(&table)
}

fn trimmed(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Text in bold, where colours are used.
pub(in crate::output) fn bold(text: &str, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Colour => format!("\u{1b}[1m{text}\u{1b}[0m"),
    }
}
