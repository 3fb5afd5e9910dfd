//! What lists of genres, people, studios and artists have in common, and how one of them is found by its name.

use actix_web::HttpRequest;
use actix_web::web::Json;
use walros_engine::Caller;
use walros_engine::items::NameKind;
use walros_model::query::ItemQuery;
use walros_model::{ItemId, ItemKind};

use crate::answers::Acting;
use crate::convert::fields::Shape;
use crate::convert::item_query::item_request;
use crate::dto::QueryResult;
use crate::dto::item::{BaseItem, NameCounts};
use crate::error::{Error, Result};
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Jellyfin, images};

impl Jellyfin {
    /// The names found on what the query selects.
    pub async fn name_list(&self, acting: &Acting, kind: NameKind, query: &Query) -> Answer<QueryResult<BaseItem>> {
        let shape = Shape::of(query)?;
        let request = item_request(query, &shape)?;
        if request.nothing {
            return Ok(Json(QueryResult::empty()));
        }
        let page = self.engine.items.names(acting, kind, &request.query).await?;
        self.page_answer(acting, &page, &shape).await
    }

    /// One of them with everything, and how much there is of it.
    pub async fn name_detail(&self, acting: &Acting, kind: ItemKind, name: &str) -> Answer<BaseItem> {
        let page = self.engine.items.by_name(acting, kind, name, Shape::full().include()).await?;
        let mut item = self.single(acting, &page).await?;
        if let Some(view) = page.items.first() {
            let counts = self.name_counts(acting, view.item.id).await?;
            item.child_count = Some(counts.0);
            item.item_counts = Some(counts.1);
        }
        Ok(Json(item))
    }

    async fn name_counts(&self, caller: &Caller, id: ItemId) -> Result<(u32, NameCounts)> {
        let counts = self.engine.items.counts(caller, &ItemQuery { parent: Some(id), recursive: true, ..ItemQuery::default() }).await?.0;
        let of = |kind| counts.get(&kind).copied().unwrap_or(0);
        let all = u32::try_from(counts.values().sum::<u64>()).unwrap_or(u32::MAX);
        Ok((
            all,
            NameCounts {
                movie_count: of(ItemKind::Movie),
                series_count: of(ItemKind::Series),
                episode_count: of(ItemKind::Episode),
                album_count: of(ItemKind::Album),
                song_count: of(ItemKind::Track),
                artist_count: of(ItemKind::Artist),
                music_video_count: of(ItemKind::MusicVideo),
                trailer_count: of(ItemKind::Trailer),
                program_count: 0,
            },
        ))
    }

    /// A picture by a name instead of an id. Names are no secret: they are on every public poster.
    pub async fn name_image(&self, request: &HttpRequest, params: &Params, query: &Query, kind: ItemKind) -> Done {
        let name = params.required_text("name")?;
        let page = self.engine.items.by_name(&Caller::server(), kind, &name, Default::default()).await?;
        let id = page.items.first().map(|view| view.item.id).ok_or(Error::NotFound("no such name"))?;
        images::send_item(self, request, id, params, query).await
    }
}

/// Artists and genres ask for music's own kind of genre when the list is about music.
pub fn is_about_music(query: &Query) -> bool {
    let types = query.list("includeItemTypes");
    !types.is_empty() && types.iter().all(|word| ["Audio", "MusicAlbum", "MusicArtist", "MusicVideo"].iter().any(|music| music.eq_ignore_ascii_case(word)))
}
