//! Kodi's NFO files.

use crate::library::model::Facts;

/// An NFO document. `root` is `movie`, `tvshow` or `episodedetails`; `more` are further elements, such as an episode's number.
pub fn document(root: &str, title: &str, year: Option<u32>, facts: &Facts, more: &[(&str, String)]) -> String {
    let mut lines = vec![element("title", title)];
    lines.extend(facts.original_title.map(|text| element("originaltitle", text)));
    lines.extend(year.map(|year| element("year", &year.to_string())));
    lines.extend(more.iter().map(|(name, value)| element(name, value)));
    let date = if root == "episodedetails" { "aired" } else { "premiered" };
    let optional = [
        ("plot", Some(facts.plot.as_str()).filter(|plot| !plot.is_empty())),
        ("tagline", facts.tagline),
        ("mpaa", facts.certificate),
        ("rating", facts.rating),
        (date, facts.premiered.as_deref()),
        ("status", facts.status),
        ("studio", facts.studio),
        ("director", facts.director.as_deref()),
        ("credits", facts.writer),
        ("tag", facts.tag),
    ];
    lines.extend(optional.into_iter().filter_map(|(name, text)| Some(element(name, text?))));
    lines.extend(facts.minutes.map(|minutes| element("runtime", &minutes.to_string())));
    lines.extend(facts.genres.iter().map(|genre| element("genre", genre)));
    let actor =
        |(order, (name, role)): (usize, &(String, String))| format!("<actor>{}{}<order>{order}</order></actor>", element("name", name), element("role", role));
    lines.extend(facts.cast.iter().enumerate().map(actor));
    lines.extend(facts.ids.iter().map(|(provider, id)| format!("<uniqueid type=\"{provider}\">{}</uniqueid>", escaped(id))));
    lines.extend(facts.set.map(|set| format!("<set>{}</set>", element("name", set))));
    let body: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{root}>\n{body}</{root}>\n")
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_what_is_known_and_no_more() {
        let facts = Facts { ids: vec![("imdb", "tt1".into())], ..Facts::default() };
        let text = document("episodedetails", "Salt & Sand", None, &facts, &[("season", "1".into())]);
        assert!(text.ends_with(
            "<episodedetails>\n  <title>Salt &amp; Sand</title>\n  <season>1</season>\n  <uniqueid type=\"imdb\">tt1</uniqueid>\n</episodedetails>\n"
        ));
    }
}
