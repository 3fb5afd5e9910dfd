//! `openapi/walros.json` is what the code says. `UPDATE=1 cargo test -p walros-api` writes it anew.

use std::path::Path;

#[test]
fn the_committed_description_is_the_code_s() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/walros.json");
    let mut now = serde_json::to_string_pretty(&walros_api::document()).expect("a document");
    now.push('\n');
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(&file, &now).expect("a file");
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == now, "openapi/walros.json is not what the code says: run UPDATE=1 cargo test -p walros-api, then npm run schema in web/");
}
