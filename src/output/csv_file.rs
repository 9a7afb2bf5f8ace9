//! Writing a table as CSV: RFC 4180, one header line, UTF-8, lines ending in CRLF.

use std::io::{self, Write};

use super::cell::Cell;
use super::column::Table;

/// Whether a file starts with a byte order mark, which old versions of Excel need to see UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ByteOrderMark {
    /// Plain UTF-8.
    #[default]
    Without,
    /// U+FEFF first.
    With,
}

/// Writes a table's header and rows.
pub fn write_table<R>(
    mut out: impl Write,
    table: &Table<'_, R>,
    rows: impl IntoIterator<Item = R>,
    mark: ByteOrderMark,
) -> io::Result<()> {
    if mark == ByteOrderMark::With {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let mut text = String::new();
    for column in &table.columns {
        text.clear();
        // A header may carry a channel's name.
        Cell::from(column.name.as_ref()).write_to(&mut text);
        writer.write_field(&text).map_err(into_io)?;
    }
    writer.write_record(None::<&[u8]>).map_err(into_io)?;
    for row in rows {
        for column in &table.columns {
            text.clear();
            column.cell(&row).write_to(&mut text);
            writer.write_field(&text).map_err(into_io)?;
        }
        writer.write_record(None::<&[u8]>).map_err(into_io)?;
    }
    writer.flush()
}

/// One row as CSV, without a line end.
pub(super) fn row_text<'a>(cells: impl IntoIterator<Item = Cell<'a>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let mut text = String::new();
    for cell in cells {
        text.clear();
        cell.write_to(&mut text);
        writer.write_field(&text).expect("writing into memory does not fail");
    }
    writer.write_record(None::<&[u8]>).expect("writing into memory does not fail");
    let mut bytes = writer.into_inner().expect("writing into memory does not fail");
    bytes.pop();
    String::from_utf8(bytes).expect("cells are text")
}

fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::column::Column;
    use super::*;

    fn table() -> Table<'static, &'static str> {
        Table {
            file: "names.csv",
            row: "a name",
            columns: vec![
                Column::new("name", "text", "The name.", |row: &&'static str| *row),
                Column::new("length", "bytes", "Its length.", |row: &&'static str| row.len() as u64),
            ],
        }
    }

    #[test]
    fn quotes_commas_and_newlines_are_escaped() {
        let mut bytes = Vec::new();
        write_table(&mut bytes, &table(), ["a", "b,c", "d\"e", "=f"], ByteOrderMark::Without).unwrap();
        let expected = "name,length\r\na,1\r\n\"b,c\",3\r\n\"d\"\"e\",3\r\n'=f,2\r\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn a_byte_order_mark_comes_first_if_wanted() {
        let mut bytes = Vec::new();
        write_table(&mut bytes, &table(), ["a"], ByteOrderMark::With).unwrap();
        assert_eq!(&bytes[..3], [0xef, 0xbb, 0xbf]);
    }

    /// A disk with room for so many bytes.
    struct SmallDisk(usize);

    impl Write for SmallDisk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 < bytes.len() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.0 -= bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_reported() {
        let error = write_table(SmallDisk(20), &table(), ["a"; 9], ByteOrderMark::Without).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        let error = write_table(SmallDisk(9_000), &table(), ["abcdefgh"; 9_000], ByteOrderMark::Without).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
