//! Colour and language: what was asked for, what the environment says, and whether anybody looks.

use std::ffi::OsString;
use std::io::IsTerminal;

use clap::{Args, ValueEnum};

use crate::output::{Language, Style, Visibility};
use crate::scenario::reading::ColorChoice;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Also in files and pipes
    Always,
    /// Not at all
    Never,
}

/// A language of the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LanguageArgument {
    /// English
    En,
    /// Chinese
    Zh,
}

/// How to talk.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct TerminalArgs {
    /// Language of the summary; by default that of the environment (LC_ALL, LC_MESSAGES, LANG)
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    lang: Option<LanguageArgument>,
    /// No progress and no timing; the summary, warnings and errors stay
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: ColorWhen,
}

impl TerminalArgs {
    /// The language of the summary.
    pub(super) fn language(&self) -> Language {
        match self.lang {
            Some(LanguageArgument::En) => Language::En,
            Some(LanguageArgument::Zh) => Language::Zh,
            None => language_of_environment(|name| std::env::var_os(name)),
        }
    }

    /// Whether progress is shown.
    pub(super) fn visibility(&self) -> Visibility {
        if self.quiet { Visibility::Hidden } else { Visibility::OnTerminal }
    }

    /// Whether the summary has colour.
    pub(super) fn style_of_stdout(&self) -> Style {
        match is_coloured(self.color, std::env::var_os("NO_COLOR"), std::io::stdout().is_terminal()) {
            true => Style::Colour,
            false => Style::Plain,
        }
    }

    /// Whether messages have colour.
    pub(super) fn color_of_stderr(&self) -> ColorChoice {
        match is_coloured(self.color, std::env::var_os("NO_COLOR"), std::io::stderr().is_terminal()) {
            true => ColorChoice::Colored,
            false => ColorChoice::Plain,
        }
    }
}

/// What is asked for on the command line wins over NO_COLOR, and that over the terminal (<https://no-color.org>).
fn is_coloured(asked: ColorWhen, no_color: Option<OsString>, is_terminal: bool) -> bool {
    match asked {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => is_terminal && no_color.is_none_or(|value| value.is_empty()),
    }
}

/// The first of the variables that is set says it, as POSIX has it for the language of messages.
fn language_of_environment(variable: impl Fn(&str) -> Option<OsString>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    match set {
        Some(value) if value.to_string_lossy().starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_wins_over_no_color_and_that_over_the_terminal() {
        let set = || Some(OsString::from("1"));
        assert!(is_coloured(ColorWhen::Auto, None, true));
        assert!(is_coloured(ColorWhen::Auto, Some(OsString::new()), true));
        assert!(!is_coloured(ColorWhen::Auto, set(), true));
        assert!(!is_coloured(ColorWhen::Auto, None, false));
        assert!(is_coloured(ColorWhen::Always, set(), false));
        assert!(!is_coloured(ColorWhen::Never, None, true));
    }

    #[test]
    fn the_first_variable_that_is_set_gives_the_language() {
        let with = |pairs: &'static [(&str, &str)]| {
            language_of_environment(move |name| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
            })
        };
        assert_eq!(with(&[]), Language::En);
        assert_eq!(with(&[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(with(&[("LC_ALL", "en_US.UTF-8"), ("LANG", "zh_CN.UTF-8")]), Language::En);
        assert_eq!(with(&[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW"), ("LANG", "C")]), Language::Zh);
    }
}
