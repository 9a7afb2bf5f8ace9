//! Entries on numbered pages, in no order: a linked list for each page, with places used again.

/// No place.
const NONE: u32 = u32::MAX;

/// An entry and the next one on its page.
#[derive(Debug, Clone, Copy)]
struct Line<T> {
    entry: T,
    next: u32,
}

/// Entries by page.
#[derive(Debug)]
pub(super) struct Pages<T> {
    lines: Vec<Line<T>>,
    spare: Vec<u32>,
    /// First line of each page.
    first: Vec<u32>,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Pages { lines: Vec::new(), spare: Vec::new(), first: Vec::new() }
    }
}

impl<T: Copy> Pages<T> {
    /// So many pages, all empty.
    pub(super) fn reset(&mut self, pages: usize) {
        self.lines.clear();
        self.spare.clear();
        self.first.clear();
        self.first.resize(pages, NONE);
    }

    /// Puts an entry on a page.
    #[inline]
    pub(super) fn put(&mut self, page: usize, entry: T) {
        let line = Line { entry, next: self.first[page] };
        self.first[page] = match self.spare.pop() {
            Some(place) => {
                self.lines[place as usize] = line;
                place
            }
            None => {
                self.lines.push(line);
                (self.lines.len() - 1) as u32
            }
        };
    }

    /// Takes the entry off a page that was put there last.
    #[inline]
    pub(super) fn take(&mut self, page: usize) -> Option<T> {
        let place = self.first[page];
        let Line { entry, next } = *self.lines.get(place as usize)?;
        self.first[page] = next;
        self.spare.push(place);
        Some(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gives_back_what_was_put_on_it_and_places_are_used_again() {
        let mut pages = Pages::default();
        pages.reset(3);
        for round in 0..5 {
            [(2, 20), (0, 1), (2, 21)].iter().for_each(|(page, entry)| pages.put(*page, entry + round));
            assert_eq!((pages.take(2), pages.take(1)), (Some(21 + round), None));
            assert_eq!((pages.take(0), pages.take(0)), (Some(1 + round), None));
            assert_eq!((pages.take(2), pages.take(2)), (Some(20 + round), None));
        }
        assert_eq!(pages.lines.len(), 3);
    }
}
