//! Trials in processes of their own, locked in as they always are.

use std::process::Command;

use walros_jobs::{Backend, Fault, LocalPool, PoolConfig, TrialOutcome, Workers};

use crate::media::{WORKER, config};

#[tokio::test]
async fn software_encoders_give_back_what_they_got() {
    let trials = LocalPool::new(config()).trial(None).await.unwrap();
    let found: Vec<_> = trials.iter().map(|trial| (trial.encoder.as_str(), trial.bit_depth)).collect();
    assert_eq!(found, [("libx264", 8), ("libx265", 8), ("libx265", 10), ("libsvtav1", 8), ("libsvtav1", 10)]);
    for trial in trials {
        assert!(matches!(trial.outcome, TrialOutcome::Passed { psnr } if (30.0..90.0).contains(&psnr)), "{trial:?}");
    }
}

#[tokio::test]
async fn devices_that_are_not_there_fail_with_a_reason() {
    for device in ["vaapi-renderD999", "qsv-renderD999", "nvenc-99"] {
        let trials = LocalPool::new(config()).trial(Some(device.parse().unwrap())).await.unwrap();
        assert_eq!(trials.len(), 5, "{device}");
        for trial in trials {
            assert!(matches!(&trial.outcome, TrialOutcome::Failed { reason } if reason.starts_with("no device: /dev/")), "{trial:?}");
        }
    }
}

#[tokio::test]
async fn a_trial_that_dies_is_a_failed_one() {
    let with = |binary: &str| LocalPool::new(PoolConfig { binary: binary.into(), ..config() });
    let trials = with("/bin/false").trial(None).await.unwrap();
    assert!(trials.iter().all(|trial| matches!(&trial.outcome, TrialOutcome::Failed { reason } if reason.contains("exit status: 1"))), "{trials:?}");
    assert!(matches!(with("/nowhere/worker").trial(None).await, Err(Fault::Crashed { .. })));
}

#[tokio::test]
async fn a_worker_says_whether_it_has_a_backend() {
    assert_eq!(LocalPool::new(config()).check().await, Ok(()));
    let gstreamer = LocalPool::new(PoolConfig { backend: Backend::Gstreamer, ..config() }).check().await;
    match (cfg!(feature = "gstreamer"), gstreamer) {
        (true, outcome) => assert_eq!(outcome, Ok(())),
        (false, Err(Fault::Unsupported { text })) => assert!(text.contains("GStreamer"), "{text}"),
        (false, other) => panic!("{other:?}"),
    }
}

#[test]
fn a_worker_whose_device_is_gone_says_so_and_ends() {
    let output = Command::new(WORKER).args(["--device", "vaapi-renderD999"]).output().expect("the worker");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no device: /dev/dri/renderD999"), "{output:?}");
    for wrong in [["--device", "/etc/passwd"], ["--trial", "nothing"]] {
        let output = Command::new(WORKER).args(wrong).output().expect("the worker");
        assert!(String::from_utf8_lossy(&output.stderr).contains("is no device"), "{output:?}");
    }
}
