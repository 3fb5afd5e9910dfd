//! The nouns of a sample library: what is to be made, described so that the same words also say what a scanner should find.

/// Everything in one library folder.
pub struct Catalogue {
    pub films: Vec<Film>,
    pub series: Vec<Series>,
    pub albums: Vec<Album>,
    pub photos: Vec<Photo>,
}

/// A film: one item for whoever looks at the library, whatever number of files it has.
pub struct Film {
    pub title: String,
    pub year: Option<u32>,
    /// Its own folder under `movies/`; without one its files lie there loose.
    pub folder: Option<String>,
    /// Kodi's NFO file, by its name, and what stands in it.
    pub nfo: Option<(String, Facts)>,
    /// Ids that only the folder's name tells.
    pub ids: Vec<(&'static str, String)>,
    /// Poster and backdrop beside the film.
    pub artwork: bool,
    pub versions: Vec<Version>,
    pub extras: Vec<Extra>,
}

/// One way to watch a film; several parts are played one after another.
pub struct Version {
    /// What the file name adds to the film's name: `1080p`. `None` when there is only one version.
    pub name: Option<String>,
    pub parts: Vec<Clip>,
    pub sidecars: Vec<Sidecar>,
}

/// A trailer or the like beside a film.
pub struct Extra {
    /// `trailer` or `behind the scenes`.
    pub kind: &'static str,
    pub title: String,
    pub clip: Clip,
}

/// A subtitle file beside a video.
#[derive(Clone)]
pub struct Sidecar {
    /// Language as the file name has it: `de`.
    pub language: &'static str,
    pub forced: bool,
    /// For the deaf and hard of hearing.
    pub sdh: bool,
}

/// A series with its episodes in order, the specials last.
pub struct Series {
    pub title: String,
    pub year: Option<u32>,
    pub folder: String,
    pub facts: Option<Facts>,
    /// Poster, backdrop and a poster of the first season.
    pub artwork: bool,
    /// Opening titles and credits that all its episodes share.
    pub signature: Option<Signature>,
    pub episodes: Vec<Episode>,
}

/// What every episode of a series has in common; seconds.
#[derive(Clone, Copy)]
pub struct Signature {
    pub intro: u32,
    pub credits: u32,
}

/// One file of a series.
pub struct Episode {
    /// 0 is for specials. `None` when only the date tells which episode it is.
    pub season: Option<u32>,
    pub number: Option<u32>,
    /// The last number, when the file holds several episodes.
    pub last_number: Option<u32>,
    /// Year, month and day of a dated episode.
    pub date: Option<String>,
    /// The title that a scanner can know, from the file's name or the NFO.
    pub title: Option<String>,
    pub facts: Option<Facts>,
    /// Seconds of its own before the shared opening titles.
    pub cold_open: u32,
    /// Without the series' signature the whole file, otherwise what lies between titles and credits.
    pub clip: Clip,
    pub sidecars: Vec<Sidecar>,
}

/// An album with its tracks in order.
pub struct Album {
    pub title: String,
    /// The album's artist; compilations have `Various Artists`.
    pub artist: String,
    pub year: Option<u32>,
    pub genre: &'static str,
    pub compilation: bool,
    /// Its folder under `music/`.
    pub folder: String,
    /// An image beside the tracks.
    pub cover: bool,
    pub tracks: Vec<Track>,
}

/// One song.
pub struct Track {
    /// Relative to the album's folder.
    pub path: String,
    pub disc: Option<u32>,
    pub number: u32,
    pub title: String,
    pub artist: String,
    pub seconds: u32,
    /// Pitch.
    pub hz: u32,
    /// The cover is in the file too.
    pub embedded_cover: bool,
    /// An LRC file beside it.
    pub lyrics: bool,
    /// ReplayGain in decibels, as a tag.
    pub gain: Option<&'static str>,
}

/// A picture, relative to `photos/`.
pub struct Photo {
    pub path: String,
    pub size: (u32, u32),
}

/// What an NFO file tells beside the title and the year.
#[derive(Clone, Default)]
pub struct Facts {
    pub original_title: Option<&'static str>,
    pub plot: String,
    pub tagline: Option<&'static str>,
    pub minutes: Option<u32>,
    pub certificate: Option<&'static str>,
    pub rating: Option<&'static str>,
    pub premiered: Option<String>,
    pub status: Option<&'static str>,
    pub genres: Vec<&'static str>,
    pub studio: Option<&'static str>,
    pub director: Option<String>,
    pub writer: Option<&'static str>,
    pub tag: Option<&'static str>,
    pub set: Option<&'static str>,
    /// Name and role, in the order of billing.
    pub cast: Vec<(String, String)>,
    /// Provider and id.
    pub ids: Vec<(&'static str, String)>,
}

/// One video file. Its container is told by the path's ending.
#[derive(Clone)]
pub struct Clip {
    /// Relative to the folder of the film or series.
    pub path: String,
    /// Written large across the picture.
    pub label: String,
    pub seconds: u32,
    pub size: (u32, u32),
    /// Frames per second, as ffmpeg reads it: `24` or `24000/1001`.
    pub rate: &'static str,
    /// Chooses the moving picture.
    pub scene: u32,
    pub video: Video,
    pub audio: Vec<Audio>,
    pub subtitles: Vec<Subtitle>,
    /// Start in seconds, and name.
    pub chapters: Vec<(u32, &'static str)>,
    /// The container's own title.
    pub title: Option<String>,
    pub twist: Option<Twist>,
}

/// How the picture is coded. `gop` is in seconds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Video {
    H264 { gop: u32 },
    Hevc { gop: u32, open: bool },
    HevcHdr10,
    Mpeg4,
    Av1,
    Vp9,
    Mpeg2Interlaced,
}

/// One sound track.
#[derive(Clone)]
pub struct Audio {
    pub codec: Sound,
    pub channels: u32,
    pub hz: u32,
    /// ISO 639-2, `None` when the file does not say.
    pub language: Option<&'static str>,
    pub title: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    Aac,
    Ac3,
    Eac3,
    TrueHd,
    Dts,
    Flac,
    Mp2,
    Mp3,
    Opus,
    Vorbis,
}

/// A subtitle track inside a file.
#[derive(Clone)]
pub struct Subtitle {
    pub styled: bool,
    pub language: &'static str,
    pub title: Option<&'static str>,
    pub forced: bool,
}

/// What makes a file awkward.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Twist {
    /// Frames come at changing intervals.
    VariableRate,
    /// Matroska as a live recorder leaves it: no cues and no duration.
    NoCues,
    /// Held upright: to be turned by 90 degrees.
    Rotated,
}

impl Clip {
    /// A small clip as most are: 640×360, 24 frames a second, H.264 with a keyframe every 2 s, one AAC stereo track.
    pub fn new(path: impl Into<String>, label: impl Into<String>, seconds: u32) -> Self {
        Self {
            path: path.into(),
            label: label.into(),
            seconds,
            size: (640, 360),
            rate: "24",
            scene: 0,
            video: Video::H264 { gop: 2 },
            audio: vec![Audio::new(Sound::Aac, 2, 440)],
            subtitles: Vec::new(),
            chapters: Vec::new(),
            title: None,
            twist: None,
        }
    }

    pub fn ending(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }
}

impl Audio {
    pub fn new(codec: Sound, channels: u32, hz: u32) -> Self {
        Self { codec, channels, hz, language: None, title: None }
    }

    pub fn spoken(mut self, language: &'static str) -> Self {
        self.language = Some(language);
        self
    }

    pub fn titled(mut self, title: &'static str) -> Self {
        self.title = Some(title);
        self
    }
}

impl Sidecar {
    pub fn new(language: &'static str) -> Self {
        Self { language, forced: false, sdh: false }
    }

    /// The part of the file name after the video's own: `.de.forced.srt`.
    pub fn suffix(&self) -> String {
        format!(".{}{}{}.srt", self.language, if self.forced { ".forced" } else { "" }, if self.sdh { ".sdh" } else { "" })
    }
}

impl Film {
    /// `Title (Year)`.
    pub fn name(title: &str, year: u32) -> String {
        format!("{title} ({year})")
    }
}

impl Series {
    /// Seconds that an episode's file lasts.
    pub fn seconds(&self, episode: &Episode) -> u32 {
        episode.clip.seconds + self.signature.map_or(0, |shared| episode.cold_open + shared.intro + shared.credits)
    }
}
