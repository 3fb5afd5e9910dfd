//! Which encoder is chosen, by what trials found.

use walros_jobs::{Trial, TrialOutcome, VideoCodec, VideoRecipe, trial};
use walros_model::Device;
use walros_model::playback::{SegmentContainer, StreamRequest};
use walros_model::profile::StreamProtocol;
use walros_streaming::decision::Rights;
use walros_streaming::recipe::Recipe;

use crate::fakes::{EveryTwoSeconds, FakeWorkers, film_in, streaming};

const DEVICE: Device = Device::Qsv(128);

/// All trials, of which these passed.
fn trials(device: Option<Device>, passed: &[(VideoCodec, u32)]) -> Vec<Trial> {
    let one = |(codec, bit_depth)| Trial {
        codec,
        bit_depth,
        encoder: trial::encoder(device, codec).to_owned(),
        outcome: match passed.contains(&(codec, bit_depth)) {
            true => TrialOutcome::Passed { psnr: 40.0 },
            false => TrialOutcome::Failed { reason: "no".to_owned() },
        },
    };
    trial::TRIALS.map(one).to_vec()
}

fn request(codecs: &[&str], encode_as: Option<VideoCodec>) -> StreamRequest {
    StreamRequest {
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        video_codecs: codecs.iter().map(|&name| name.to_owned()).collect(),
        audio_codecs: vec!["aac".to_owned()],
        encode_as,
        allow_audio_copy: true,
        ..StreamRequest::default()
    }
}

#[tokio::test]
async fn a_device_encodes_what_it_passed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let film = film_in("Big Test", folder.path());
    let streaming = streaming(FakeWorkers::eager(), EveryTwoSeconds, folder.path());
    let encoders = streaming.encoders();
    let chosen = |codecs: &[&str]| {
        let mut request = request(codecs, None);
        encoders.choose(&film, &mut request);
        request.device
    };
    assert_eq!(chosen(&["h264"]), None, "nothing was tried");
    encoders.learn(Some(DEVICE), trials(Some(DEVICE), &[(VideoCodec::H264, 8), (VideoCodec::Hevc, 10)]), true);
    assert_eq!((chosen(&["h264"]), chosen(&["hevc"]), chosen(&["av1"])), (Some(DEVICE), None, None));
    // The first by the order of preference, whenever it was tried.
    encoders.learn(Some(Device::Nvenc(0)), trials(Some(Device::Nvenc(0)), &[(VideoCodec::H264, 8)]), true);
    assert_eq!(chosen(&["h264"]), Some(Device::Nvenc(0)));
    encoders.learn(Some(Device::Nvenc(0)), trials(Some(Device::Nvenc(0)), &[]), true);
    encoders.learn(Some(DEVICE), trials(Some(DEVICE), &[(VideoCodec::H264, 8)]), false);
    assert_eq!(chosen(&["h264"]), None, "it may not be used");
}

#[tokio::test]
async fn what_nothing_encodes_gives_way_to_what_something_does() {
    let folder = tempfile::tempdir().unwrap();
    let film = film_in("Big Test", folder.path());
    let streaming = streaming(FakeWorkers::eager(), EveryTwoSeconds, folder.path());
    let encoders = streaming.encoders();
    let codec = |codecs: &[&str], encode_as| {
        let mut request = request(codecs, encode_as);
        encoders.choose(&film, &mut request);
        match Recipe::of(&film, &request, None).unwrap().video {
            Some((_, VideoRecipe::Encode(encode))) => encode.codec,
            other => panic!("{other:?}"),
        }
    };
    let all = ["h264", "hevc", "av1"];
    assert_eq!(codec(&all, Some(VideoCodec::Av1)), VideoCodec::Av1, "software that nobody tried is believed");
    encoders.learn(None, trials(None, &[(VideoCodec::H264, 8), (VideoCodec::Av1, 8)]), true);
    assert_eq!(codec(&all, Some(VideoCodec::Hevc)), VideoCodec::H264);
    assert_eq!(codec(&all, Some(VideoCodec::Av1)), VideoCodec::Av1);
    assert_eq!(codec(&["hevc", "av1"], None), VideoCodec::Av1);
    assert_eq!(codec(&["hevc"], None), VideoCodec::Hevc, "there is nothing else");
    encoders.learn(Some(DEVICE), trials(Some(DEVICE), &[(VideoCodec::Hevc, 8)]), true);
    assert_eq!(codec(&all, Some(VideoCodec::Hevc)), VideoCodec::Hevc, "a device does");
}

#[tokio::test]
async fn a_ladders_pictures_name_the_device_and_copies_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let film = film_in("Big Test", folder.path());
    let streaming = streaming(FakeWorkers::eager(), EveryTwoSeconds, folder.path());
    streaming.encoders().learn(Some(DEVICE), trials(Some(DEVICE), &[(VideoCodec::H264, 8)]), true);
    let asked = StreamRequest { allow_video_copy: true, ..request(&["h264", "hevc"], None) };
    let ladder = streaming.ladder(&film, &asked, Rights::ALL).await.unwrap();
    let named: Vec<_> = ladder.pictures.iter().map(|rung| (rung.facts().copied, rung.request.device, rung.facts().device)).collect();
    assert!(named.len() > 2);
    assert!(named.iter().all(|(copied, asked, made)| asked == made && asked.is_none() == *copied), "{named:?}");
    assert!(named.iter().any(|(_, device, _)| *device == Some(DEVICE)), "{named:?}");
}
