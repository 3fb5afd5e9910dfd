//! What is asked: the requests of the stock web client's screens.

use crate::fill::Filled;

pub struct Ask {
    pub name: &'static str,
    pub account: &'static str,
    /// `{me}` is the account's id.
    pub path: String,
}

pub fn of(filled: &Filled) -> Vec<Ask> {
    let Filled { films, shows, music, .. } = filled;
    let page = |library, kind: &str, more: &str| {
        format!(
            "/Items?userId={{me}}&startIndex=0&recursive=true&sortOrder=Ascending&parentId={library}&fields=PrimaryImageAspectRatio&includeItemTypes={kind}&imageTypeLimit=1{more}"
        )
    };
    let resume =
        |media: &str| format!("/UserItems/Resume?userId={{me}}&limit=12&fields=PrimaryImageAspectRatio&mediaTypes={media}&enableTotalRecordCount=false");
    let latest = |library| format!("/Items/Latest?userId={{me}}&parentId={library}&fields=Path&imageTypeLimit=1&limit=16");
    let anna = |name, path| Ask { name, account: "anna", path };
    vec![
        anna("home: libraries", "/UserViews?userId={me}".into()),
        anna("home: resume video", resume("Video")),
        anna("home: resume music", resume("Audio")),
        anna("home: next up", "/Shows/NextUp?userId={me}&limit=24&fields=MediaSourceCount&enableTotalRecordCount=false&enableResumable=false".into()),
        anna("home: latest films", latest(films)),
        anna("home: latest shows", latest(shows)),
        anna("home: latest music", latest(music)),
        anna("films, page of 20", page(films, "Movie", "&sortBy=SortName&limit=20")),
        anna("films, page of 100", page(films, "Movie", "&sortBy=SortName&limit=100")),
        anna("films, page of 500", page(films, "Movie", "&sortBy=SortName&limit=500")),
        anna("series, page of 100", page(shows, "Series", "&sortBy=SortName&limit=100")),
        anna("episodes, page of 100", page(shows, "Episode", "&sortBy=SortName&limit=100")),
        anna("albums, page of 100", page(music, "MusicAlbum", "&sortBy=SortName&limit=100")),
        anna("films by date played", page(films, "Movie", "&sortBy=DatePlayed,SortName&limit=100")),
        Ask { name: "films, restricted user", account: "ben", path: page(films, "Movie", "&sortBy=SortName&limit=100") },
        anna("favourite films", page(films, "Movie", "&isFavorite=true&sortBy=SortName&limit=100")),
        anna("artists, page of 100", format!("/Artists?startIndex=0&limit=100&parentId={music}&userId={{me}}&sortBy=SortName&sortOrder=Ascending")),
        anna("filters of films", format!("/Items/Filters?userId={{me}}&parentId={films}&includeItemTypes=Movie")),
        anna("genres of films", format!("/Genres?parentId={films}&includeItemTypes=Movie&userId={{me}}&sortBy=SortName&enableTotalRecordCount=false")),
        anna("search: video", "/Items?userId={me}&limit=100&recursive=true&searchTerm=amber%20river&mediaTypes=Video&enableTotalRecordCount=false".into()),
        anna("search: artists", "/Artists?limit=100&searchTerm=amber&userId={me}&enableTotalRecordCount=false".into()),
    ]
}
