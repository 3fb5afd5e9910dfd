//! The playback decision: whether a device plays a file as it is, and if not, which stream is made for it. Pure: a
//! function of what is known of the file, the device, the user's rights and preferences.
//!
//! The rules are those that Jellyfin's clients expect; where a name of theirs says more than a description, it stands here.

mod bit_rate;
mod condition;
pub mod container;
mod direct;
mod subtitles;
mod tracks;
mod transcode;

use walros_model::playback::{PlayableSource, PlaybackRequest, TranscodeReason};
use walros_model::probe::MediaSource;
use walros_model::profile::{DeviceProfile, MediaClass, StreamProtocol, SubtitleMethod, TranscodingProfile};
use walros_model::user::{Policy, Preferences};
use walros_model::{MediaStream, StreamKind};

use crate::recipe::Recipe;
use direct::Direct;

pub use bit_rate::guess as guess_bit_rate;
pub(crate) use condition::{lists, range_in_list};
pub use subtitles::deliveries;
pub use tracks::Choice;

/// What the user may have done to the file on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    pub transcode_video: bool,
    pub transcode_audio: bool,
    /// Another container around streams that are left as they are.
    pub remux: bool,
}

impl Rights {
    pub const ALL: Self = Self { transcode_video: true, transcode_audio: true, remux: true };

    pub fn of(policy: &Policy) -> Self {
        Self { transcode_video: policy.transcode_video, transcode_audio: policy.transcode_audio, remux: policy.remux }
    }

    /// Whether a stream may be made by this recipe.
    pub fn admit(self, recipe: &Recipe) -> bool {
        let (video, audio) = (recipe.encodes_video(), recipe.encodes_audio());
        (self.transcode_video || !video) && (self.transcode_audio || !audio) && (self.remux || video || audio)
    }
}

/// What is judged together, so that functions need not take it one by one.
struct Case<'a> {
    source: &'a MediaSource,
    request: &'a PlaybackRequest,
    profile: &'a DeviceProfile,
    class: MediaClass,
    video: Option<&'a MediaStream>,
    /// The track that plays unless another one that would do as well spares the work.
    audio: Option<&'a MediaStream>,
    /// The tracks that would do, that one first.
    candidates: Vec<&'a MediaStream>,
    subtitle: Option<&'a MediaStream>,
}

/// Judges one version of an item.
pub fn decide(source: &MediaSource, request: &PlaybackRequest, rights: &Rights, preferences: &Preferences) -> PlayableSource {
    let choice = tracks::choose(&source.probe, request, preferences);
    let Some(profile) = &request.profile else {
        return as_it_is(source, request, choice);
    };
    let stream = |index: Option<i32>| index.and_then(|index| source.probe.stream(index));
    let video = source.probe.video();
    let audio = stream(choice.audio);
    let case = Case {
        source,
        request,
        profile,
        class: if video.is_some() { MediaClass::Video } else { MediaClass::Audio },
        video,
        audio,
        candidates: tracks::candidates(&source.probe, audio, request.audio_stream.is_some_and(|index| index >= 0)),
        subtitle: stream(choice.subtitle).filter(|stream| stream.kind == StreamKind::Subtitle),
    };
    let mut reasons = Vec::new();
    if bit_rate::exceeds_limit(&case) {
        reasons.push(TranscodeReason::ContainerBitrateExceedsLimit);
    } else if request.allow_direct_play {
        match direct::judge(&case) {
            Direct::Plays { profile, audio } => return played_directly(&case, profile, audio, choice),
            Direct::Fails(found) => reasons = found,
        }
    }
    transcoded(&case, rights, choice, reasons)
}

/// Nothing is known of the device.
fn as_it_is(source: &MediaSource, request: &PlaybackRequest, choice: Choice) -> PlayableSource {
    PlayableSource {
        container: container::of(source).to_owned(),
        source: source.clone(),
        default_audio: choice.default_audio,
        default_subtitle: choice.default_subtitle,
        direct_play: true,
        can_transcode: request.allow_transcode,
        transcode: None,
        transcode_protocol: StreamProtocol::Http,
        transcode_container: None,
        reasons: Vec::new(),
        subtitles: Vec::new(),
    }
}

fn played_directly(case: &Case<'_>, profile: usize, audio: Option<i32>, choice: Choice) -> PlayableSource {
    let chosen = &case.profile.direct_play[profile];
    let names = container::names(case.source);
    let container = names.iter().find(|name| chosen.containers.admits(name)).unwrap_or(&names[0]);
    let can_transcode = case.request.allow_transcode && case.profile.transcoding.iter().any(|transcoding| transcoding.class == case.class);
    PlayableSource {
        container: (*container).to_owned(),
        source: case.source.clone(),
        default_audio: default_audio(case, audio, choice),
        default_subtitle: choice.default_subtitle,
        direct_play: true,
        can_transcode,
        transcode: None,
        transcode_protocol: StreamProtocol::Http,
        transcode_container: None,
        reasons: Vec::new(),
        subtitles: subtitles::deliveries(case.source, case.profile, None, container),
    }
}

fn transcoded(case: &Case<'_>, rights: &Rights, choice: Choice, mut reasons: Vec<TranscodeReason>) -> PlayableSource {
    let chosen: Option<&TranscodingProfile> = if case.request.allow_transcode { transcode::pick(case) } else { None };
    let mut stream = chosen.map(|profile| transcode::build(case, profile, &mut reasons));
    let audio = stream.as_ref().and_then(|stream| stream.audio_stream);
    let mut subtitles = chosen.map(|profile| subtitles::deliveries(case.source, case.profile, Some(profile), &profile.container)).unwrap_or_default();
    if case.request.always_burn_subtitles {
        subtitles.iter_mut().filter(|delivery| Some(delivery.index) == choice.subtitle).for_each(|delivery| delivery.method = SubtitleMethod::Encode);
    }
    reasons.sort_unstable();
    reasons.dedup();
    if let Some(request) = &mut stream {
        request.reasons.clone_from(&reasons);
        transcode::add_subtitle(request, choice.subtitle, &subtitles);
    }
    let can_transcode = stream.as_ref().is_some_and(|stream| Recipe::of(case.source, stream, None).is_ok_and(|recipe| rights.admit(&recipe)));
    let names = container::names(case.source);
    let known = names.iter().find(|name| {
        case.profile.direct_play.iter().any(|profile| profile.class == case.class && !profile.containers.names.is_empty() && profile.containers.admits(name))
    });
    PlayableSource {
        container: (*known.unwrap_or(&names[0])).to_owned(),
        source: case.source.clone(),
        default_audio: default_audio(case, audio, choice),
        default_subtitle: choice.default_subtitle,
        direct_play: false,
        can_transcode,
        transcode: if can_transcode { stream } else { None },
        transcode_protocol: chosen.map_or(StreamProtocol::Http, |profile| profile.protocol),
        transcode_container: chosen.map(|profile| profile.container.clone()),
        reasons,
        subtitles,
    }
}

/// The track to select when the player begins: the one that plays, unless it was asked for by number.
fn default_audio(case: &Case<'_>, playing: Option<i32>, choice: Choice) -> Option<i32> {
    if case.request.audio_stream.is_some_and(|index| index >= 0) { choice.default_audio } else { playing.or(choice.default_audio) }
}
