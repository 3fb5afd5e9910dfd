//! Ids in links: Kodi takes an NFO that holds nothing but the address of a page, and addresses after the XML.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

static LINKS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r"(?i)imdb\.com/(?:[a-z]{2}(?:-[a-z]{2})?/)?title/(tt\d{5,10})", "Imdb"),
        (r"(?i)themoviedb\.org/(?:movie|tv)/(\d{1,9})", "Tmdb"),
        (r"(?i)thetvdb\.com/(?:[^\s]*[?&](?:id|seriesid)=|series/)(\d{1,9})\b", "Tvdb"),
        (r"(?i)musicbrainz\.org/release/([0-9a-f-]{36})", "MusicBrainzAlbum"),
        (r"(?i)musicbrainz\.org/release-group/([0-9a-f-]{36})", "MusicBrainzReleaseGroup"),
        (r"(?i)musicbrainz\.org/artist/([0-9a-f-]{36})", "MusicBrainzArtist"),
    ]
    .into_iter()
    .filter_map(|(pattern, key)| Regex::new(pattern).ok().map(|regex| (regex, key)))
    .collect()
});

/// The first id of each provider that a link in the text names.
pub(super) fn ids(text: &str) -> BTreeMap<String, String> {
    LINKS.iter().filter_map(|(regex, key)| regex.captures(text).map(|found| ((*key).to_owned(), found[1].to_owned()))).collect()
}
