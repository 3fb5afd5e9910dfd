//! "Play this": what the player can, and how it will get it.

use actix_web::{post, web};
use walros_engine::Engine;
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
    let sources = engine.playback.info(&caller.0, id, &request).await?;
    // The version that needs least work; among equals the first, which is the item's own.
    let playable = sources.iter().min_by_key(|source| (!source.direct_play, source.transcode.is_none(), source.reasons.len()));
    let playable = playable.ok_or_else(|| cannot("there is nothing here that can be played"))?;
    // Random bits as an id are: nobody guesses another's session.
    let session = ItemId::random().simple();
    let ladder = match playable.transcode.as_ref().filter(|_| !playable.direct_play) {
        // What is wrong with the stream is told when it is opened.
        Some(stream) => engine.playback.ladder(&caller.0, stream).await.ok().flatten(),
        None => None,
    };
    let plan = convert::plan(Planned { item: id, session, playable, ladder: ladder.as_ref(), limits: &limits, audio, subtitle });
    Ok(web::Json(plan.ok_or_else(|| cannot("this file can neither be played as it is nor converted for this device"))?))
}

fn cannot(text: &str) -> ApiError {
    walros_engine::EngineError::Unsupported(text.into()).into()
}
