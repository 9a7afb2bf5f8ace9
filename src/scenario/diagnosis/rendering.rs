//! Problems as people read them: the line, what is underlined in it, the rule and the remedy.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostics, Problem};

/// Whether messages are coloured. Terminals and `NO_COLOR` are the caller's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// Plain text.
    #[default]
    Plain,
    /// With terminal colours.
    Colored,
}

impl Problem {
    /// The problem as a message of some lines: an error, or (for warnings) a warning.
    fn rendered(&self, level: Level<'static>, color: ColorChoice) -> String {
        let renderer = match color {
            ColorChoice::Plain => Renderer::plain(),
            ColorChoice::Colored => Renderer::styled(),
        };
        let title = visible(&self.title());
        let file = visible(&self.place.file.display().to_string());
        let line_text = self.place.line_text.replace('\t', " ");
        let remedy = self.remedy.as_deref().map(visible);
        let mut group = Group::with_title(level.primary_title(title.as_str()));
        if self.place.line == 0 {
            group = group.element(Origin::path(file.as_str()));
        } else {
            let (from, to) = self.place.underlined;
            group = group.element(
                Snippet::source(line_text.as_str())
                    .line_start(self.place.line)
                    .path(file.as_str())
                    .annotation(AnnotationKind::Primary.span(from..to)),
            );
        }
        if let Some(remedy) = &remedy {
            group = group.element(Level::HELP.message(remedy.as_str()));
        }
        renderer.render(&[group])
    }

    /// The problem as a warning.
    pub fn render_warning(&self, color: ColorChoice) -> String {
        self.rendered(Level::WARNING, color)
    }

    /// The problem as an error.
    pub fn render_error(&self, color: ColorChoice) -> String {
        self.rendered(Level::ERROR, color)
    }
}

/// Control characters would move the cursor about: shown as their escapes.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

impl Diagnostics {
    /// All problems as messages, with an empty line between them.
    pub fn render(&self, color: ColorChoice) -> String {
        let messages: Vec<String> = self.problems().iter().map(|problem| problem.render_error(color)).collect();
        messages.join("\n\n")
    }
}

impl std::fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render(ColorChoice::Plain))
    }
}
