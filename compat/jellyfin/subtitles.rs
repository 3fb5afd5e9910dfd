//! Subtitles as files of their own, and the fonts that come with them.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::web::Json;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use walros_engine::items::NewSubtitle;
use walros_engine::playback::{Format, SubtitleWindow};
use walros_http::{Disposition, Sending, respond};
use walros_model::query::Include;

use crate::access::Who;
use crate::convert::kinds::pick;
use crate::error::{Error, Result};
use crate::hls::playlist;
use crate::json::{FILE_LIMIT, Upload};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, library, no_content, time};

const FORMATS: [(&str, Format); 9] = [
    ("vtt", Format::Vtt),
    ("webvtt", Format::Vtt),
    ("srt", Format::Srt),
    ("subrip", Format::Srt),
    ("ass", Format::Ass),
    ("ssa", Format::Ass),
    // The web client's own.
    ("js", Format::Json),
    ("json", Format::Json),
    ("txt", Format::Srt),
];

pub async fn get(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, query: Query) -> Done {
    let format = params.required_text("format")?;
    let format = pick(&format, &FORMATS).ok_or_else(|| Error::invalid("format", "not a subtitle format"))?;
    let source = params.required_item("mediaSourceId")?;
    let index = params.index("index")?.ok_or_else(|| Error::invalid("index", "missing"))?;
    let content = jellyfin.engine.playback.subtitle(&who, source, index, format, window(&params, &query)?).await?;
    Ok(respond(&request, content, Sending::default()).await)
}

fn window(params: &Params, query: &Query) -> Result<SubtitleWindow> {
    let start = match query.ticks("startPositionTicks")? {
        Some(start) => Some(start),
        None => params.ticks("startPositionTicks")?,
    };
    Ok(SubtitleWindow {
        start: start.unwrap_or(Duration::ZERO),
        end: query.ticks("endPositionTicks")?.filter(|end| !end.is_zero()),
        keep_times: query.flag("copyTimestamps")?.unwrap_or(false),
        time_map: query.flag("addVttTimeMap")?.unwrap_or(false),
    })
}

/// A subtitle cut into pieces for HLS, each of which is asked for as WebVTT.
pub async fn hls(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let source = params.required_item("mediaSourceId")?;
    let seconds = query.count("segmentLength", 3600)?.filter(|length| *length > 0).unwrap_or(30);
    let index = params.index("index")?;
    let page = jellyfin.engine.items.get(&who, source, Include { sources: true, ..Include::default() }).await?;
    let found = page.items.iter().flat_map(|view| &view.sources).find(|found| found.id == source).ok_or(Error::NotFound("no such source"))?;
    if !index.is_some_and(|index| found.probe.stream(index).is_some_and(|stream| stream.is_text_subtitle())) {
        return Err(Error::NotFound("no such subtitle"));
    }
    Ok(playlist(pieces(found.probe.duration, Duration::from_secs(seconds), who.token())))
}

fn pieces(runtime: Duration, length: Duration, token: &str) -> String {
    let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:{}\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n", length.as_secs());
    let token = walros_http::query::encode(token);
    let mut start = Duration::ZERO;
    while start < runtime {
        let end = (start + length).min(runtime);
        let (from, to) = (time::ticks(start), time::ticks(end));
        text.push_str(&format!(
            "#EXTINF:{:.6},\nstream.vtt?CopyTimestamps=true&AddVttTimeMap=true&StartPositionTicks={from}&EndPositionTicks={to}&ApiKey={token}\n",
            (end - start).as_secs_f64()
        ));
        start = end;
    }
    text.push_str("#EXT-X-ENDLIST\n");
    text
}

pub async fn attachment(jellyfin: Facade, who: Who, request: HttpRequest, params: Params) -> Done {
    let index = params.count("index", u64::from(u32::MAX))?.ok_or_else(|| Error::invalid("index", "missing"))?;
    let content = jellyfin.engine.playback.attachment(&who, params.required_item("mediaSourceId")?, index as u32).await?;
    Ok(respond(&request, content, Sending { disposition: Disposition::Attachment, cache: None }).await)
}

/// A subtitle as base64 in JSON.
pub async fn upload(jellyfin: Facade, who: Who, params: Params, body: Upload) -> Done {
    let item = params.required_item("itemId")?;
    let text = |name: &str| body.0.text(name).map(std::borrow::Cow::into_owned).unwrap_or_default();
    let bytes = STANDARD.decode(body.0.text("Data").unwrap_or_default().as_bytes()).map_err(|_| Error::invalid("Data", "not base64"))?;
    if bytes.len() > FILE_LIMIT {
        return Err(Error::TooLarge(FILE_LIMIT));
    }
    let flag = |name: &str| body.0.flag(name).map(|flag| flag.unwrap_or(false));
    let (forced, hearing_impaired) = (flag("IsForced")?, flag("IsHearingImpaired")?);
    let new = NewSubtitle { language: text("Language"), extension: text("Format"), forced, hearing_impaired, bytes };
    let beside = library::saves_beside(&jellyfin, &who, item, "SaveSubtitlesWithMedia").await?;
    jellyfin.engine.items.add_subtitle(&who, item, new, beside).await?;
    Ok(no_content())
}

pub async fn delete(jellyfin: Facade, who: Who, params: Params) -> Done {
    let index = params.index("index")?.ok_or_else(|| Error::invalid("index", "missing"))?;
    jellyfin.engine.items.delete_subtitle(&who, params.required_item("itemId")?, index).await?;
    Ok(no_content())
}

/// No provider offers subtitles.
pub async fn remote_search(jellyfin: Facade, who: Who, params: Params) -> Answer<[(); 0]> {
    jellyfin.require_item(&who, params.required_item("itemId")?).await?;
    Ok(Json([]))
}

/// No font stands in for another; those inside a file are its attachments.
/// None is listed, so none is there.
pub async fn fallback_font() -> Done {
    Err(Error::NotFound("no such font"))
}

pub async fn fallback_fonts() -> Answer<Vec<Value>> {
    Ok(Json(Vec::new()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    #[test]
    fn pieces_cover_the_film_and_no_more() {
        let text = super::pieces(Duration::from_secs(65), Duration::from_secs(30), "t");
        let lengths: Vec<&str> = text.lines().filter(|line| line.starts_with("#EXTINF")).collect();
        assert_eq!(lengths, ["#EXTINF:30.000000,", "#EXTINF:30.000000,", "#EXTINF:5.000000,"]);
        assert!(text.contains("StartPositionTicks=600000000&EndPositionTicks=650000000&ApiKey=t\n#EXT-X-ENDLIST"));
    }
}
