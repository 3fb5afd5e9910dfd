//! Paths as clients write them, led back to the one spelling that the routes have: any case in the literal segments,
//! doubled and trailing slashes, and the prefixes `/emby` and `/mediabrowser` of older servers. Values in a path (ids,
//! names) are left as they are, and so is every path that is none of ours.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::middleware::Next;

/// To be wrapped around the app with `actix_web::middleware::from_fn`, so that it runs before routing.
pub async fn fold_case<B: MessageBody>(mut request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    if let Some(path) = PATHS.canonical(request.path())
        && path != request.path()
        && let Some(uri) = with_path(request.uri(), &path)
    {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
    next.call(request).await
}

fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{path}{query}").parse().ok()?);
    Uri::from_parts(parts).ok()
}

static PATHS: LazyLock<Paths> = LazyLock::new(|| Paths::new(crate::routes::table().iter().map(|entry| entry.path)));

/// All route templates as a tree of segments.
#[derive(Default)]
struct Paths {
    /// By their lower-case form, with the spelling of the routes.
    literals: HashMap<String, (&'static str, Paths)>,
    /// Segments such as `stream.{container}` and `{index}.jpg`.
    patterns: Vec<(Pattern, Paths)>,
    value: Option<Box<Paths>>,
    /// Whether a route ends here.
    end: bool,
}

/// A segment of one value between fixed texts; `{segment}.{container}` needs its dot only.
struct Pattern {
    before: &'static str,
    within: &'static str,
    after: &'static str,
}

impl Paths {
    fn new(templates: impl Iterator<Item = &'static str>) -> Self {
        let mut root = Self::default();
        for template in templates {
            let mut node = &mut root;
            for segment in template.split('/').filter(|segment| !segment.is_empty()) {
                node = node.child(segment);
            }
            node.end = true;
        }
        root
    }

    fn child(&mut self, segment: &'static str) -> &mut Self {
        if !segment.contains('{') {
            return &mut self.literals.entry(segment.to_ascii_lowercase()).or_insert_with(|| (segment, Self::default())).1;
        }
        let pattern = Pattern::of(segment);
        if pattern.is_bare() {
            return self.value.get_or_insert_default();
        }
        let known = self.patterns.iter().position(|(own, _)| own.is_like(&pattern));
        let at = known.unwrap_or_else(|| {
            self.patterns.push((pattern, Self::default()));
            self.patterns.len() - 1
        });
        &mut self.patterns[at].1
    }

    /// The spelling of the route that `path` means; `None` when it means none.
    fn canonical(&self, path: &str) -> Option<String> {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let unprefixed = match segments.split_first() {
            Some((first, rest)) if first.eq_ignore_ascii_case("emby") || first.eq_ignore_ascii_case("mediabrowser") => Some(rest),
            _ => None,
        };
        let mut found = Vec::new();
        if self.walk(&segments, &mut found) || unprefixed.is_some_and(|rest| self.walk(rest, &mut found)) {
            return Some(format!("/{}", found.join("/")));
        }
        None
    }

    /// Literals before patterns before values, going back where one leads nowhere.
    fn walk(&self, segments: &[&str], found: &mut Vec<String>) -> bool {
        let Some((segment, rest)) = segments.split_first() else { return self.end };
        let depth = found.len();
        let literal = self.literals.get(&segment.to_ascii_lowercase()).map(|(spelling, next)| ((*spelling).to_owned(), next));
        let patterns = self.patterns.iter().filter_map(|(pattern, next)| Some((pattern.spelled(segment)?, next)));
        let value = self.value.as_deref().map(|next| ((*segment).to_owned(), next));
        for (spelling, next) in literal.into_iter().chain(patterns).chain(value) {
            found.push(spelling);
            if next.walk(rest, found) {
                return true;
            }
            found.truncate(depth);
        }
        false
    }
}

impl Pattern {
    fn of(segment: &'static str) -> Self {
        let (before, rest) = segment.split_once('{').unwrap_or((segment, ""));
        let (_, rest) = rest.split_once('}').unwrap_or(("", rest));
        match rest.split_once('{') {
            Some((within, last)) => Self { before, within, after: last.split_once('}').map_or("", |(_, after)| after) },
            None => Self { before, within: "", after: rest },
        }
    }

    fn is_bare(&self) -> bool {
        self.before.is_empty() && self.within.is_empty() && self.after.is_empty()
    }

    fn is_like(&self, other: &Self) -> bool {
        (self.before, self.within, self.after) == (other.before, other.within, other.after)
    }

    /// The segment with the pattern's fixed texts in their own spelling, if it fits.
    fn spelled(&self, segment: &str) -> Option<String> {
        let value = strip_start(segment, self.before)?;
        let value = strip_end(value, self.after)?;
        let fits = !value.is_empty() && (self.within.is_empty() || value.contains(self.within));
        fits.then(|| format!("{}{value}{}", self.before, self.after))
    }
}

fn strip_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

fn strip_end<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let cut = text.len().checked_sub(end.len())?;
    let tail = text.get(cut..)?;
    tail.eq_ignore_ascii_case(end).then(|| &text[..cut])
}

#[cfg(test)]
mod tests {
    use super::Paths;

    fn paths() -> Paths {
        let templates = [
            "/Items",
            "/Items/Latest",
            "/Items/{itemId}",
            "/Items/{itemId}/Images/{imageType}",
            "/Persons/{name}",
            "/Persons/{name}/Images/{imageType}",
            "/System/Info/Public",
            "/Videos/{itemId}/stream",
            "/Videos/{itemId}/stream.{container}",
            "/Videos/{itemId}/hls1/{playlistId}/{segmentId}.{container}",
            "/Videos/{itemId}/Trickplay/{width}/{index}.jpg",
            "/Users/{userId}/Items/{itemId}",
            "/socket",
        ];
        Paths::new(templates.into_iter())
    }

    #[test]
    fn literals_are_folded_and_values_kept() {
        let cases = [
            ("/system/info/public", "/System/Info/Public"),
            ("/ITEMS/latest/", "/Items/Latest"),
            ("//items//abcDEF", "/Items/abcDEF"),
            ("/items/x/images/primary", "/Items/x/Images/primary"),
            ("/persons/items/IMAGES/Primary", "/Persons/items/Images/Primary"),
            ("/persons/Latest", "/Persons/Latest"),
            ("/emby/Users/u/items/i", "/Users/u/Items/i"),
            ("/MediaBrowser/socket", "/socket"),
            ("/videos/x/Stream", "/Videos/x/stream"),
            ("/videos/x/STREAM.MKV", "/Videos/x/stream.MKV"),
            ("/videos/x/HLS1/main/0.TS", "/Videos/x/hls1/main/0.TS"),
            ("/videos/x/trickplay/320/0.JPG", "/Videos/x/Trickplay/320/0.jpg"),
            ("/Persons/J%C3%BCrgen%2FX", "/Persons/J%C3%BCrgen%2FX"),
        ];
        for (path, wanted) in cases {
            assert_eq!(paths().canonical(path).as_deref(), Some(wanted), "{path}");
        }
    }

    #[test]
    fn paths_of_others_are_left_alone() {
        for path in ["/", "/api/v1/items", "/web/index.html", "/emby", "/emby/web/", "/Items/a/b", "/videos/x/stream.", "/ü", "/Videos/x/hls1/main/7"] {
            assert_eq!(paths().canonical(path), None, "{path}");
        }
    }
}
