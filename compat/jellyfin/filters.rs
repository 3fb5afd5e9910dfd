//! What a filter dialog offers.

use actix_web::web::Json;
use walros_model::lists::FilterChoices;
use walros_model::query::ItemQuery;

use crate::answers::Acting;
use crate::convert::fields::Shape;
use crate::convert::item_query::item_request;
use crate::convert::media_stream::language_name;
use crate::dto::item::NameGuidPair;
use crate::dto::library::{Filters, FiltersLegacy, NameValuePair};
use crate::error::Result;
use crate::query::Query;
use crate::{Answer, Facade, Jellyfin};

async fn choices(jellyfin: &Jellyfin, acting: &Acting, query: &Query) -> Result<FilterChoices> {
    let request = item_request(query, &Shape::of(query)?)?;
    if request.nothing {
        return Ok(FilterChoices::default());
    }
    Ok(jellyfin.engine.items.filters(acting, &ItemQuery { recursive: true, ..request.query }).await?)
}

pub async fn legacy(jellyfin: Facade, acting: Acting, query: Query) -> Answer<FiltersLegacy> {
    let FilterChoices { genres, tags, official_ratings, years, audio_languages: _, subtitle_languages: _ } = choices(&jellyfin, &acting, &query).await?;
    Ok(Json(FiltersLegacy { genres: genres.into_iter().map(|genre| genre.name).collect(), tags, official_ratings, years }))
}

pub async fn filters(jellyfin: Facade, acting: Acting, query: Query) -> Answer<Filters> {
    let FilterChoices { genres, tags, official_ratings: _, years: _, audio_languages, subtitle_languages } = choices(&jellyfin, &acting, &query).await?;
    let languages = |codes: Vec<String>| codes.into_iter().map(|code| NameValuePair { name: language_name(&code), value: code }).collect();
    Ok(Json(Filters {
        genres: genres.into_iter().map(|genre| NameGuidPair { name: genre.name, id: genre.id.into() }).collect(),
        tags,
        audio_languages: languages(audio_languages),
        subtitle_languages: languages(subtitle_languages),
    }))
}
