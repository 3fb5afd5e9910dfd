//! Both databases have each migration, and each can be taken back.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::Path;

/// Checks the folder with `sqlite/` and `postgres/` in it; a breach is one line.
pub fn check(folder: &Path) -> Result<Vec<String>> {
    let (sqlite, postgres) = (names(&folder.join("sqlite"))?, names(&folder.join("postgres"))?);
    let mut breaches: Vec<String> = sqlite.symmetric_difference(&postgres).map(|name| format!("migrations: {name} is not there for both databases")).collect();
    for (database, names) in [("sqlite", &sqlite), ("postgres", &postgres)] {
        for (name, file) in names.iter().flat_map(|name| [(name, "up.sql"), (name, "down.sql")]) {
            if !folder.join(database).join(name).join(file).is_file() {
                breaches.push(format!("migrations/{database}/{name}: has no {file}"));
            }
        }
    }
    Ok(breaches)
}

fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    Ok(entries.flatten().filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_of_one_database_only_is_found() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("walros-tidy-{}", std::process::id()));
        for path in ["sqlite/01_a", "postgres/01_a", "sqlite/02_b"] {
            std::fs::create_dir_all(folder.join(path))?;
            std::fs::write(folder.join(path).join("up.sql"), "")?;
            std::fs::write(folder.join(path).join("down.sql"), "")?;
        }
        let one_sided = check(&folder)?;
        std::fs::remove_file(folder.join("postgres/01_a/down.sql"))?;
        let incomplete = check(&folder)?;
        std::fs::remove_dir_all(&folder)?;
        assert_eq!(one_sided, ["migrations: 02_b is not there for both databases"]);
        assert_eq!(incomplete.len(), 2);
        Ok(())
    }
}
