//! Folders on the command line: `PATH`, `KIND:PATH` or `KIND:NAME=PATH`.

use std::path::PathBuf;
use std::str::FromStr;

use walros_model::library::LibraryKind;

#[derive(Clone, Debug, PartialEq)]
pub struct FolderArgument {
    /// `None` = guessed.
    pub kind: Option<LibraryKind>,
    /// `None` = as the kind is called.
    pub name: Option<String>,
    pub path: PathBuf,
}

impl FromStr for FolderArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A path may hold a colon: only a known kind before it counts.
        let kind = text.split_once(':').and_then(|(word, rest)| Some((LibraryKind::from_word(word)?, rest)));
        let (kind, rest) = match kind {
            Some((kind, rest)) => (Some(kind), rest),
            None => (None, text),
        };
        let named = kind.and_then(|_| rest.split_once('=')).filter(|(name, _)| !name.is_empty() && !name.contains('/'));
        let (name, path) = match named {
            Some((name, path)) => (Some(name.to_string()), path),
            None => (None, rest),
        };
        if path.is_empty() {
            return Err("no path is given".into());
        }
        Ok(Self { kind, name, path: PathBuf::from(path) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Option<LibraryKind>, Option<String>, String) {
        let folder: FolderArgument = text.parse().expect("a folder");
        (folder.kind, folder.name, folder.path.display().to_string())
    }

    #[test]
    fn a_folder_may_say_its_kind_and_name() {
        assert_eq!(parsed("/films"), (None, None, "/films".into()));
        assert_eq!(parsed("movies:/films"), (Some(LibraryKind::Movies), None, "/films".into()));
        assert_eq!(parsed("shows:Kids=/tv/kids"), (Some(LibraryKind::Shows), Some("Kids".into()), "/tv/kids".into()));
        assert_eq!(parsed("C:/films"), (None, None, "C:/films".into()));
        assert_eq!(parsed("movies:/odd=name"), (Some(LibraryKind::Movies), None, "/odd=name".into()));
        assert!("movies:".parse::<FolderArgument>().is_err());
    }
}
