//! Columns: name, unit, meaning and value, defined together.

use std::borrow::Cow;

use super::cell::Cell;

type Value<'a, R> = Box<dyn Fn(&R) -> Cell<'a> + 'a>;

/// A column of a table whose rows are made from `R`; cells may borrow what the rows borrow.
pub struct Column<'a, R> {
    /// Name in the header line; it carries the unit where there is one to mistake.
    pub name: Cow<'static, str>,
    /// Unit of the cell.
    pub unit: &'static str,
    /// What it says.
    pub meaning: Cow<'static, str>,
    value: Value<'a, R>,
}

impl<'a, R> Column<'a, R> {
    /// A column.
    pub fn new<C: Into<Cell<'a>>>(
        name: impl Into<Cow<'static, str>>,
        unit: &'static str,
        meaning: impl Into<Cow<'static, str>>,
        value: impl Fn(&R) -> C + 'a,
    ) -> Self {
        Column { name: name.into(), unit, meaning: meaning.into(), value: Box::new(move |row| value(row).into()) }
    }

    /// The cell of a row.
    pub fn cell(&self, row: &R) -> Cell<'a> {
        (self.value)(row)
    }
}

/// A file: its name, what a row is, and its columns.
pub struct Table<'a, R> {
    /// File name.
    pub file: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// The columns, in order.
    pub columns: Vec<Column<'a, R>>,
}

impl<R> Table<'_, R> {
    /// The table's section of the column list in Markdown.
    pub fn markdown(&self) -> String {
        let mut text =
            format!("## {}\n\nA row is {}.\n\n| column | unit | meaning |\n|---|---|---|\n", self.file, self.row);
        for column in &self.columns {
            let meaning = column.meaning.replace('|', "\\|");
            text.push_str(&format!("| `{}` | {} | {} |\n", column.name, column.unit, meaning));
        }
        text
    }
}
