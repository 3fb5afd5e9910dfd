//! Trees of paths and what they are. Titles are invented.

use super::*;

/// One line per item, indented under what holds it: kind, name, numbers, path below the root, and what it owns.
fn render(root: &str, found: &[Found], depth: usize, out: &mut Vec<String>) {
    for item in found {
        let word = match item.role {
            ItemRole::Main => format!("{:?}", item.kind),
            ItemRole::Version => format!("+version {}", item.version.as_deref().unwrap_or("-")),
            ItemRole::Part => format!("+part {}", item.index.unwrap_or_default()),
            ItemRole::Extra => format!("+{:?}", item.extra.unwrap_or(ExtraKind::Other)),
        };
        let mut line = format!("{}{word}", "  ".repeat(depth));
        if matches!(item.role, ItemRole::Main | ItemRole::Extra) {
            line += &format!(" {:?}", item.name);
        }
        if item.role == ItemRole::Main {
            line += &item.year.map(|year| format!(" ({year})")).unwrap_or_default();
            line += &match (item.parent_index, item.index, item.index_end) {
                (None, None, _) => String::new(),
                (season, index, end) => format!(
                    " {}x{}{}",
                    season.map_or("-".to_owned(), |n| n.to_string()),
                    index.map_or("-".to_owned(), |n| n.to_string()),
                    end.map(|n| format!("-{n}")).unwrap_or_default()
                ),
            };
            line += &item.version.as_deref().map(|version| format!(" <{version}>")).unwrap_or_default();
        }
        if item.stat.is_some() && matches!(item.role, ItemRole::Main | ItemRole::Extra) {
            line += &format!(" {}", item.path.as_deref().unwrap_or("?").strip_prefix(root).unwrap_or("?").trim_start_matches('/'));
        }
        out.push(line);
        render(root, &item.owned, depth + 1, out);
        render(root, &item.children, depth + 1, out);
    }
}

fn check(kind: LibraryKind, cases: &[(&[&str], &[&str])]) {
    let mut wrong = Vec::new();
    for (paths, want) in cases {
        let root = Folder::from_paths("/m", paths.iter().copied());
        let mut got = Vec::new();
        render("/m", &build(kind, &[root]), 0, &mut got);
        if got != *want {
            wrong.push(format!("{paths:#?}\n  got  {got:#?}\n  want {want:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

mod anything;
mod films;
mod local;
mod others;
mod series;
