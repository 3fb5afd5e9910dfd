//! What this machine encodes by: what is tried when, and what a stream does whose device is there by name alone.

use std::fs::File;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use walros_engine::model::Device;
use walros_engine::model::content::Body;
use walros_engine::model::item::ItemKind;
use walros_engine::model::playback::{SegmentContainer, StreamRequest};
use walros_engine::model::profile::StreamProtocol;
use walros_engine::model::user::Policy;
use walros_engine::{Caller, Engine, EngineConfig, EngineError, Hardware};
use walros_jobs::{Done, Fault, Job, LocalPool, PoolConfig, Priority, Trial, TrialOutcome, Workers, trial};

use crate::fixture::{Fixture, sign_in};

const DEVICE: Device = Device::Vaapi(999);

/// The workers, who say that whatever is tried passes.
struct Trusting {
    pool: LocalPool,
    tried: Mutex<Vec<Option<Device>>>,
}

impl Trusting {
    fn take(&self) -> Vec<Option<Device>> {
        std::mem::take(&mut self.tried.lock().expect("a list"))
    }
}

impl Workers for Trusting {
    fn run(&self, priority: Priority, job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        self.pool.run(priority, job, files)
    }

    fn trial(&self, device: Option<Device>) -> BoxFuture<'_, Result<Vec<Trial>, Fault>> {
        self.tried.lock().expect("a list").push(device);
        let passed =
            |(codec, bit_depth)| Trial { codec, bit_depth, encoder: trial::encoder(device, codec).to_owned(), outcome: TrialOutcome::Passed { psnr: 42.0 } };
        std::future::ready(Ok(trial::TRIALS.map(passed).to_vec())).boxed()
    }
}

struct Server {
    engine: Arc<Engine>,
    workers: Arc<Trusting>,
    admin: Caller,
}

impl Server {
    /// On the data of a fixture, begun, and done with trying.
    async fn on(fixture: &Fixture, hardware: Hardware) -> Self {
        let workers = Arc::new(Trusting { pool: LocalPool::new(PoolConfig::default()), tried: Mutex::default() });
        let config = EngineConfig { watch_folders: false, hardware, ..EngineConfig::in_folder(&fixture.data) };
        let engine = Engine::open(config, workers.clone(), None).await.expect("an engine");
        engine.encoders.begin();
        engine.encoders.tried().await;
        let admin = sign_in(&engine, "admin", "secret").await;
        Self { engine, workers, admin }
    }

    /// Devices of the table, and whether they are usable.
    fn devices(&self) -> Vec<(Option<Device>, bool)> {
        let table = self.engine.encoders.table(&self.admin).expect("a table");
        table.encoders.iter().map(|state| (state.device, state.usable)).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_tried_is_not_tried_again_until_somebody_asks() {
    let fixture = Fixture::empty().await;
    let first = Server::on(&fixture, Hardware::Only(DEVICE)).await;
    assert_eq!(first.workers.take(), [None, Some(DEVICE)]);
    assert_eq!(first.devices(), [(None, true), (Some(DEVICE), true)]);
    assert_eq!(first.engine.encoders.preferred(), Some(DEVICE));
    let second = Server::on(&fixture, Hardware::Only(DEVICE)).await;
    assert_eq!(second.workers.take(), []);
    assert_eq!(second.devices(), first.devices());
    second.engine.encoders.try_again(&second.admin).expect("begun");
    second.engine.encoders.tried().await;
    assert_eq!(second.workers.take(), [None, Some(DEVICE)]);
    // Who is none of the server's administrators neither sees nor starts it.
    let guest = fixture.user("guest", Policy::default()).await;
    assert!(matches!(second.engine.encoders.table(&guest), Err(EngineError::Forbidden)));
    assert!(matches!(second.engine.encoders.try_again(&guest), Err(EngineError::Forbidden)));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_hardware_off_no_device_is_tried_or_used() {
    let fixture = Fixture::empty().await;
    let off = Server::on(&fixture, Hardware::Off).await;
    assert_eq!((off.workers.take(), off.devices()), (vec![None], vec![(None, true)]));
    // One that was used before is known, so that streams go on, and nothing more.
    Server::on(&fixture, Hardware::Only(DEVICE)).await;
    let off = Server::on(&fixture, Hardware::Off).await;
    assert_eq!((off.workers.take(), off.devices()), (vec![], vec![(None, true), (Some(DEVICE), false)]));
    assert_eq!(off.engine.encoders.preferred(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_gone_costs_a_stream_nothing() {
    let fixture = Fixture::scanned().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await.sources[0].clone();
    let server = Server::on(&fixture, Hardware::Only(DEVICE)).await;
    let mut request = StreamRequest {
        source: Some(film.id),
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        video_codecs: vec!["h264".into()],
        audio_codecs: vec!["aac".into()],
        allow_audio_copy: true,
        ..StreamRequest::default()
    };
    server.engine.playback.choose_encoder(&film, &mut request);
    assert_eq!(request.device, Some(DEVICE));
    // A worker cannot open it, and ends; software stands in.
    for number in [-1, 0] {
        let content = server.engine.playback.segment(&server.admin, &request, number).await.expect("a segment");
        assert!(matches!(content.body, Body::Bytes(bytes) if bytes.len() > 500));
    }
    let table = server.engine.encoders.table(&server.admin).expect("a table");
    let state = table.encoders.iter().find(|state| state.device == Some(DEVICE)).expect("the device");
    assert!(state.stood_in >= 2, "{state:?}");
    assert!(state.last_failure.as_ref().is_some_and(|reason| reason.contains("no device: /dev/dri/renderD999")), "{state:?}");
    // One that this server has never heard of is a mistake of whoever wrote the address.
    let unknown = StreamRequest { device: Some(Device::Nvenc(7)), ..request };
    let answer = server.engine.playback.segment(&server.admin, &unknown, 0).await;
    assert!(matches!(&answer, Err(EngineError::Invalid(text)) if text.contains("nvenc-7")), "{:?}", answer.err());
}
