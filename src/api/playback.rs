//! "Play this": what the player can, and how it will get it.

use actix_web::{post, web};
use walros_engine::Engine;
use walros_engine::playback::PlayableTimeline;
use walros_model::ItemId;

use crate::auth::Signed;
use crate::convert::{self, Limits, Planned, item_id};
use crate::dto::playback::{PlaybackAsk, PlaybackPlan};
use crate::error::{ApiError, ApiResult, Problem};

/// How an item will be played on this device
#[utoipa::path(
    tag = "playing", params(("id" = String, Path)), request_body = PlaybackAsk,
    responses((status = 200, body = PlaybackPlan), (status = "4XX", description = "Also when the file can neither be played nor transcoded", body = Problem))
)]
#[post("/items/{id}/playback")]
pub async fn decide_playback(
    caller: Signed,
    engine: web::Data<Engine>,
    id: web::Path<String>,
    body: web::Json<PlaybackAsk>,
) -> ApiResult<web::Json<PlaybackPlan>> {
    let id = item_id(&id)?;
    let ask = body.into_inner();
    let (audio, subtitle) = (ask.audio_track, ask.subtitle_track);
    let limits = Limits::of(&ask);
    let request = convert::to_request(ask)?;
    let versions = engine.playback.timelines(&caller.0, id, &request).await?;
    // The version that needs least work; among equals the first, which is the item's own.
    let work = |version: &PlayableTimeline| version.first().map(|first| (!first.direct_play, version.stream().is_none(), first.reasons.len()));
    let version = versions.into_iter().filter(|version| version.first().is_some()).min_by_key(work);
    let version = engine.playback.measured(version.ok_or_else(|| cannot("there is nothing here that can be played"))?).await;
    // Random bits as an id are: nobody guesses another's session.
    let session = ItemId::random().simple();
    let ladder = match version.stream().filter(|_| version.first().is_some_and(|first| !first.direct_play)) {
        Some(stream) if version.is_stacked() => engine.playback.ladder(&caller.0, &stream).await?,
        // What is wrong with the stream is told when it is opened.
        Some(stream) => engine.playback.ladder(&caller.0, &stream).await.ok().flatten(),
        None => None,
    };
    let plan = convert::plan(Planned { item: id, session, version: &version, ladder: ladder.as_ref(), limits: &limits, audio, subtitle });
    Ok(web::Json(plan.ok_or_else(|| cannot("this file can neither be played as it is nor converted for this device"))?))
}

fn cannot(text: &str) -> ApiError {
    walros_engine::EngineError::Unsupported(text.into()).into()
}
