//! `ExternalUrls`: the pages of other databases that an item's ids lead to.

use std::collections::BTreeMap;

use walros_model::ItemKind;

use crate::dto::item::ExternalUrl;

/// The ids to link by: the item's own, and for seasons and episodes those of their series.
pub struct LinkIds<'a> {
    pub own: &'a BTreeMap<String, String>,
    pub series: Option<&'a BTreeMap<String, String>>,
    /// Season and episode number, where the item has them.
    pub season: Option<i32>,
    pub episode: Option<i32>,
}

pub fn external_urls(kind: ItemKind, ids: &LinkIds) -> Vec<ExternalUrl> {
    let own = |key: &str| ids.own.get(key).filter(|id| !id.is_empty()).map(|id| encoded(id));
    let series = |key: &str| ids.series.and_then(|series| series.get(key)).filter(|id| !id.is_empty()).map(|id| encoded(id));
    let mut links = Links::default();
    match kind {
        ItemKind::Season => {
            links.add("IMDb", series("Imdb").zip(ids.season).map(|(id, season)| format!("https://www.imdb.com/title/{id}/episodes/?season={season}")));
            links.add("TMDB", series("Tmdb").zip(ids.season).map(|(id, season)| format!("https://www.themoviedb.org/tv/{id}/season/{season}")));
        }
        ItemKind::Episode => {
            links.add("IMDb", own("Imdb").map(|id| format!("https://www.imdb.com/title/{id}")));
            let numbers = ids.season.zip(ids.episode);
            links.add(
                "TMDB",
                series("Tmdb").zip(numbers).map(|(id, (season, episode))| format!("https://www.themoviedb.org/tv/{id}/season/{season}/episode/{episode}")),
            );
        }
        ItemKind::Person => {
            links.add("IMDb", own("Imdb").map(|id| format!("https://www.imdb.com/name/{id}")));
            links.add("TMDB", own("Tmdb").map(|id| format!("https://www.themoviedb.org/person/{id}")));
        }
        ItemKind::Artist | ItemKind::Album | ItemKind::Track => music(&mut links, kind, own),
        _ => {
            links.add("IMDb", own("Imdb").map(|id| format!("https://www.imdb.com/title/{id}")));
            let section = match kind {
                ItemKind::Series => "tv",
                ItemKind::Collection => "collection",
                _ => "movie",
            };
            links.add("TMDB", own("Tmdb").map(|id| format!("https://www.themoviedb.org/{section}/{id}")));
        }
    }
    links.0
}

fn music(links: &mut Links, kind: ItemKind, own: impl Fn(&str) -> Option<String>) {
    links.add("MusicBrainz Artist", own("MusicBrainzArtist").map(|id| format!("https://musicbrainz.org/artist/{id}")));
    if kind == ItemKind::Artist {
        return;
    }
    links.add("MusicBrainz Album Artist", own("MusicBrainzAlbumArtist").map(|id| format!("https://musicbrainz.org/artist/{id}")));
    links.add("MusicBrainz Album", own("MusicBrainzAlbum").map(|id| format!("https://musicbrainz.org/release/{id}")));
    links.add("MusicBrainz Release Group", own("MusicBrainzReleaseGroup").map(|id| format!("https://musicbrainz.org/release-group/{id}")));
    links.add("MusicBrainz Track", own("MusicBrainzTrack").map(|id| format!("https://musicbrainz.org/track/{id}")));
}

#[derive(Default)]
struct Links(Vec<ExternalUrl>);

impl Links {
    fn add(&mut self, name: &'static str, url: Option<String>) {
        self.0.extend(url.map(|url| ExternalUrl { name, url }));
    }
}

/// Ids come from files that anybody may have written.
fn encoded(id: &str) -> String {
    walros_http::query::encode(id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use walros_model::ItemKind;

    use super::{LinkIds, external_urls};

    fn ids(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, id)| ((*key).to_owned(), (*id).to_owned())).collect()
    }

    #[test]
    fn films_series_seasons_and_episodes_lead_to_their_pages() {
        let (none, own) = (ids(&[]), ids(&[("Imdb", "tt1"), ("Tmdb", "2"), ("Tvdb", "3")]));
        let urls = |kind, own, series| {
            external_urls(kind, &LinkIds { own, series, season: Some(1), episode: Some(2) }).into_iter().map(|link| link.url).collect::<Vec<_>>()
        };
        assert_eq!(urls(ItemKind::Movie, &own, None), ["https://www.imdb.com/title/tt1", "https://www.themoviedb.org/movie/2"]);
        assert_eq!(urls(ItemKind::Series, &own, None), ["https://www.imdb.com/title/tt1", "https://www.themoviedb.org/tv/2"]);
        assert_eq!(
            urls(ItemKind::Season, &none, Some(&own)),
            ["https://www.imdb.com/title/tt1/episodes/?season=1", "https://www.themoviedb.org/tv/2/season/1"]
        );
        assert_eq!(urls(ItemKind::Episode, &none, Some(&own)), ["https://www.themoviedb.org/tv/2/season/1/episode/2"]);
        assert!(urls(ItemKind::Movie, &none, None).is_empty());
    }

    #[test]
    fn an_id_cannot_break_out_of_its_link() {
        let own = ids(&[("Imdb", "x\"/><script>")]);
        let links = external_urls(ItemKind::Movie, &LinkIds { own: &own, series: None, season: None, episode: None });
        assert_eq!(links[0].url, "https://www.imdb.com/title/x%22%2F%3E%3Cscript%3E");
    }
}
