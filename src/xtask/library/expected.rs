//! What a scanner should find in a library, as JSON. Paths are relative to the library's folder; lists are in the order
//! in which they should be shown, but films and series in any.

use super::model::{Album, Audio, Catalogue, Clip, Episode, Film, Series, Sidecar, Sound, Subtitle, Twist, Version, Video};
use serde_json::{Value, json};

/// `films`, `series`, `albums` and `photos`.
pub fn document(catalogue: &Catalogue) -> Value {
    let photo = |photo: &super::model::Photo| json!({ "path": format!("photos/{}", photo.path), "width": photo.size.0, "height": photo.size.1 });
    json!({
        "films": catalogue.films.iter().map(film).collect::<Vec<_>>(),
        "series": catalogue.series.iter().map(series).collect::<Vec<_>>(),
        "albums": catalogue.albums.iter().map(album).collect::<Vec<_>>(),
        "photos": catalogue.photos.iter().map(photo).collect::<Vec<_>>(),
    })
}

/// The files of `bad/`, and whether each is listed nevertheless.
pub fn bad() -> Value {
    let file = |(name, listed): (&str, bool)| json!({ "path": format!("bad/{name}"), "listed": listed });
    let files =
        [("Empty (2000).mkv", false), ("Words (2000).mp4", false), ("Playlist (2000).mp4", false), ("Cut Off (2000).mp4", false), ("Torn (2000).mkv", true)];
    files.into_iter().map(file).collect()
}

fn film(film: &Film) -> Value {
    let folder = film.folder.as_ref().map_or("movies".to_owned(), |folder| format!("movies/{folder}"));
    let facts = film.nfo.as_ref().map(|(_, facts)| facts);
    let ids = film.ids.iter().chain(facts.iter().flat_map(|facts| &facts.ids));
    json!({
        "title": film.title,
        "year": film.year,
        "ids": ids.map(|(provider, id)| ((*provider).to_owned(), json!(id))).collect::<serde_json::Map<_, _>>(),
        "plot": facts.map(|facts| &facts.plot),
        "genres": facts.map(|facts| &facts.genres),
        "set": facts.and_then(|facts| facts.set),
        "cast": facts.map(|facts| facts.cast.iter().map(|(name, role)| json!({ "name": name, "role": role })).collect::<Vec<_>>()),
        "poster": film.artwork,
        "backdrop": film.artwork,
        "versions": film.versions.iter().map(|version| self::version(&folder, version)).collect::<Vec<_>>(),
        "extras": film.extras.iter().map(|extra| json!({ "kind": extra.kind, "title": extra.title, "media": media(&folder, &extra.clip, extra.clip.seconds) })).collect::<Vec<_>>(),
    })
}

fn version(folder: &str, version: &Version) -> Value {
    let first = &version.parts[0];
    json!({
        "name": version.name,
        "parts": version.parts.iter().map(|clip| media(folder, clip, clip.seconds)).collect::<Vec<_>>(),
        "external_subtitles": version.sidecars.iter().map(|one| sidecar(folder, first, one)).collect::<Vec<_>>(),
    })
}

fn sidecar(folder: &str, clip: &Clip, sidecar: &Sidecar) -> Value {
    let stem = clip.path.strip_suffix(&format!(".{}", clip.ending())).unwrap_or(&clip.path);
    json!({ "path": format!("{folder}/{stem}{}", sidecar.suffix()), "language": sidecar.language, "forced": sidecar.forced, "hearing_impaired": sidecar.sdh })
}

/// One file: how long it is and which streams it has, in their order.
fn media(folder: &str, clip: &Clip, seconds: u32) -> Value {
    let rate = clip.rate.split_once('/').map_or_else(|| clip.rate.parse().ok(), |(over, under)| Some(over.parse::<f64>().ok()? / under.parse::<f64>().ok()?));
    // Frames or fields: what counts as the rate of interlaced video is a matter of taste.
    let rate = rate.filter(|_| clip.twist != Some(Twist::VariableRate) && clip.video != Video::Mpeg2Interlaced);
    let (codec, range) = match clip.video {
        Video::H264 { .. } => ("h264", "SDR"),
        Video::Hevc { .. } => ("hevc", "SDR"),
        Video::HevcHdr10 => ("hevc", "HDR10"),
        Video::Mpeg4 => ("mpeg4", "SDR"),
        Video::Av1 => ("av1", "SDR"),
        Video::Vp9 => ("vp9", "SDR"),
        Video::Mpeg2Interlaced => ("mpeg2video", "SDR"),
    };
    json!({
        "path": format!("{folder}/{}", clip.path),
        "seconds": (clip.twist != Some(Twist::NoCues)).then_some(seconds),
        "video": {
            "codec": codec,
            "width": clip.size.0,
            "height": clip.size.1,
            "range": range,
            "frame_rate": rate,
            "interlaced": clip.video == Video::Mpeg2Interlaced,
            "rotated": clip.twist == Some(Twist::Rotated),
        },
        "audio": clip.audio.iter().map(audio).collect::<Vec<_>>(),
        "subtitles": clip.subtitles.iter().map(subtitle).collect::<Vec<_>>(),
        "chapters": clip.chapters.iter().map(|(start, name)| json!({ "start": start, "name": name })).collect::<Vec<_>>(),
    })
}

fn audio(audio: &Audio) -> Value {
    let codec = match audio.codec {
        Sound::Aac => "aac",
        Sound::Ac3 => "ac3",
        Sound::Eac3 => "eac3",
        Sound::TrueHd => "truehd",
        Sound::Dts => "dts",
        Sound::Flac => "flac",
        Sound::Mp2 => "mp2",
        Sound::Mp3 => "mp3",
        Sound::Opus => "opus",
        Sound::Vorbis => "vorbis",
    };
    json!({ "codec": codec, "channels": audio.channels, "language": audio.language, "title": audio.title })
}

fn subtitle(subtitle: &Subtitle) -> Value {
    json!({ "codec": if subtitle.styled { "ass" } else { "subrip" }, "language": subtitle.language, "title": subtitle.title, "forced": subtitle.forced })
}

fn series(series: &Series) -> Value {
    let folder = format!("tv/{}", series.folder);
    let ids = series.facts.iter().flat_map(|facts| &facts.ids);
    json!({
        "title": series.title,
        "year": series.year,
        "ids": ids.map(|(provider, id)| ((*provider).to_owned(), json!(id))).collect::<serde_json::Map<_, _>>(),
        "plot": series.facts.as_ref().map(|facts| &facts.plot),
        "genres": series.facts.as_ref().map(|facts| &facts.genres),
        "poster": series.artwork,
        "shared_intro": series.signature.map(|shared| shared.intro),
        "shared_credits": series.signature.map(|shared| shared.credits),
        "episodes": series.episodes.iter().map(|one| episode(&folder, series, one)).collect::<Vec<_>>(),
    })
}

fn episode(folder: &str, series: &Series, episode: &Episode) -> Value {
    json!({
        "season": episode.season,
        "number": episode.number,
        "last_number": episode.last_number,
        "date": episode.date,
        "title": episode.title,
        "intro_start": series.signature.map(|_| episode.cold_open),
        "media": media(folder, &episode.clip, series.seconds(episode)),
        "external_subtitles": episode.sidecars.iter().map(|one| sidecar(folder, &episode.clip, one)).collect::<Vec<_>>(),
    })
}

fn album(album: &Album) -> Value {
    let track = |track: &super::model::Track| {
        json!({
            "path": format!("music/{}/{}", album.folder, track.path),
            "disc": track.disc,
            "number": track.number,
            "title": track.title,
            "artist": track.artist,
            "seconds": track.seconds,
            "lyrics": track.lyrics,
            "embedded_cover": track.embedded_cover,
        })
    };
    json!({
        "title": album.title,
        "artist": album.artist,
        "year": album.year,
        "genre": album.genre,
        "compilation": album.compilation,
        "cover": album.cover,
        "tracks": album.tracks.iter().map(track).collect::<Vec<_>>(),
    })
}
