//! Who may import whom, and who owns which heavy dependency, read from the manifests.

use serde_json::Value;

/// Each crate with the crates of ours that it may import, from the bottom up. `None` may import all below.
const EDGES: &[(&str, Option<&[&str]>)] = &[
    ("model", Some(&[])),
    ("db", Some(&["model"])),
    ("media", Some(&["model"])),
    ("metadata", Some(&["model"])),
    ("http", Some(&["model"])),
    ("jobs", Some(&["model"])),
    ("scanner", Some(&["model", "db", "media", "metadata", "jobs"])),
    ("streaming", Some(&["model", "media", "metadata", "http", "jobs"])),
    ("engine", Some(&["model", "db", "media", "metadata", "http", "jobs", "scanner", "streaming"])),
    ("plugin", Some(&["model", "metadata", "streaming", "engine"])),
    ("cdn", Some(&["model", "media", "streaming", "http"])),
    ("api", Some(&["model", "engine", "http"])),
    ("jellyfin", Some(&["model", "engine", "http"])),
    ("plex", Some(&["model", "engine", "http"])),
    ("grpc", Some(&["model", "engine", "http", "jobs"])),
    ("worker", Some(&["model", "media", "jobs"])),
    ("edge", Some(&["cdn"])),
    ("server", None),
    ("xtask", Some(&[])),
];

/// Heavy dependencies and the crates that own them; a trailing `*` takes in the whole family.
const OWNERS: &[(&str, &[&str])] = &[
    ("diesel*", &["db"]),
    ("libsqlite3-sys", &["db"]),
    ("ffmpeg-*", &["worker"]),
    ("gstreamer*", &["worker"]),
    ("landlock", &["worker"]),
    ("seccompiler", &["worker"]),
    ("actix-*", &["http", "api", "jellyfin", "plex", "server"]),
    ("utoipa*", &["api"]),
    ("tonic*", &["grpc"]),
    ("iroh*", &["cdn"]),
    ("wasmtime*", &["plugin"]),
    ("notify", &["scanner"]),
    ("hunch", &["scanner"]),
    ("argon2", &["engine"]),
];

/// A dependency that a manifest names.
struct Dependency<'a> {
    name: &'a str,
    /// For tests only.
    dev: bool,
}

/// Checks the answer of `cargo metadata --no-deps`; a breach is one line.
pub fn check(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages.iter().flat_map(check_package).collect()
}

fn check_package(package: &Value) -> Vec<String> {
    let name = ours(package["name"].as_str().unwrap_or_default());
    let manifest = package["manifest_path"].as_str().unwrap_or_default();
    let mut breaches = Vec::new();
    if !manifest.ends_with(&format!("/{name}/Cargo.toml")) {
        breaches.push(format!("{manifest}: the package must be called like its folder, with walros- before it"));
    }
    let Some(own) = EDGES.iter().position(|(known, _)| *known == name) else {
        breaches.push(format!("{manifest}: the crate {name} has no place in the table of edges (src/xtask/tidy/edges.rs)"));
        return breaches;
    };
    for value in package["dependencies"].as_array().into_iter().flatten() {
        let dependency = Dependency { name: value["name"].as_str().unwrap_or_default(), dev: value["kind"] == "dev" };
        breaches.extend(check_dependency(own, &dependency).map(|breach| format!("{manifest}: {breach}")));
    }
    breaches
}

fn check_dependency(own: usize, dependency: &Dependency) -> Option<String> {
    let (name, allowed) = EDGES[own];
    let target = ours(dependency.name);
    if dependency.name.starts_with("walros") {
        let below = EDGES[..own].iter().any(|(known, _)| *known == target);
        // Tests may reach past the rule, to fill a database for example, but never upwards.
        let fine = below && (dependency.dev || allowed.is_none_or(|allowed| allowed.contains(&target)));
        return (!fine).then(|| format!("{name} must not import {target}"));
    }
    let (_, owners) = OWNERS.iter().find(|(pattern, _)| matches(pattern, dependency.name))?;
    (!owners.contains(&name) && !dependency.dev).then(|| format!("{name} must not use {}, which belongs to {}", dependency.name, owners.join(", ")))
}

/// A package's name as the table has it: the folder's name.
fn ours(package: &str) -> &str {
    if package == "walros" { "server" } else { package.strip_prefix("walros-").unwrap_or(package) }
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |family| name.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn breaches(package: &str, folder: &str, dependency: &str, kind: Option<&str>) -> Vec<String> {
        let manifest = format!("/clone/{folder}/Cargo.toml");
        check(&json!({ "packages": [{ "name": package, "manifest_path": manifest, "dependencies": [{ "name": dependency, "kind": kind }] }] }))
    }

    #[test]
    fn imports_point_down_only() {
        assert_eq!(breaches("walros-jellyfin", "compat/jellyfin", "walros-engine", None), [""; 0]);
        assert_eq!(breaches("walros-jellyfin", "compat/jellyfin", "walros-db", None), ["/clone/compat/jellyfin/Cargo.toml: jellyfin must not import db"]);
        assert_eq!(breaches("walros-jellyfin", "compat/jellyfin", "walros-db", Some("dev")), [""; 0]);
        assert_eq!(breaches("walros-model", "src/model", "walros-db", Some("dev")).len(), 1);
        assert_eq!(breaches("walros", "src/server", "walros-api", None), [""; 0]);
    }

    #[test]
    fn heavy_dependencies_have_one_owner() {
        assert_eq!(breaches("walros-db", "src/db", "diesel_migrations", None), [""; 0]);
        assert_eq!(breaches("walros-engine", "src/engine", "diesel", None).len(), 1);
        assert_eq!(breaches("walros-streaming", "src/streaming", "actix-web", None).len(), 1);
    }

    #[test]
    fn a_crate_is_called_like_its_folder_and_has_a_place() {
        assert_eq!(breaches("walros-media", "src/video", "bytes", None).len(), 1);
        assert_eq!(breaches("walros-extra", "src/extra", "bytes", None).len(), 1);
    }
}
