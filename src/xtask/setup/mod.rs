//! Makes a fresh machine able to build and test: what is missing is said first and then installed.

mod apt;
pub mod node;
pub mod postgres;
pub mod user;

use crate::project::Project;
use crate::say;
use anyhow::{Result, bail};

/// Something that Debian packages provide, and what it is for.
pub struct Need {
    pub what: &'static str,
    pub packages: &'static [&'static str],
}

/// What building needs.
const BUILD: &[Need] = &[
    Need { what: "a C compiler, for the crates that bring C code", packages: &["build-essential", "pkg-config"] },
    Need {
        what: "libav, which the worker links",
        packages: &["libavcodec-dev", "libavformat-dev", "libavfilter-dev", "libavutil-dev", "libswscale-dev", "libswresample-dev"],
    },
    Need { what: "clang, which reads libav's headers for Rust", packages: &["clang", "libclang-dev"] },
    Need { what: "PostgreSQL's client library", packages: &["libpq-dev"] },
    Need { what: "certificates, to fetch crates and packages", packages: &["ca-certificates"] },
];

/// What making the sample library needs.
const SAMPLE: &[Need] = &[Need { what: "the ffmpeg command and a font, for the sample library", packages: &["ffmpeg", "fonts-dejavu-core"] }];

/// What only the tests need.
const TEST: &[Need] = &[
    Need { what: "a PostgreSQL server, to run the tests on", packages: &["postgresql"] },
    Need { what: "a browser without a screen, for the web client's tests", packages: &["chromium"] },
    Need { what: "Python, for the conformance tests' client libraries", packages: &["python3", "python3-venv"] },
    Need {
        what: "GStreamer, for the worker's second backend",
        packages: &[
            "libgstreamer1.0-dev",
            "libgstreamer-plugins-base1.0-dev",
            "gstreamer1.0-plugins-base",
            "gstreamer1.0-plugins-good",
            "gstreamer1.0-plugins-bad",
            "gstreamer1.0-plugins-ugly",
            "gstreamer1.0-libav",
        ],
    },
    Need { what: "mpv, which one of those clients plays with", packages: &["mpv"] },
];

/// What only the benchmarks need.
const BENCH: &[Need] =
    &[Need { what: "nginx, to compare with", packages: &["nginx"] }, Need { what: "wrk and curl, which ask the server", packages: &["wrk", "curl"] }];

/// For what a machine is being set up; building is always included.
#[derive(Clone, Copy, Default)]
pub struct Purpose {
    pub sample: bool,
    pub test: bool,
    pub bench: bool,
}

/// Sets the machine up, asking before it installs anything unless `yes`.
pub fn prepare(project: &mut Project, purpose: Purpose, yes: bool) -> Result<()> {
    say::heading("Setup");
    let yes = yes || std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    let mut needs: Vec<&Need> = BUILD.iter().collect();
    if purpose.sample || purpose.test || purpose.bench {
        needs.extend(SAMPLE);
    }
    if purpose.test {
        needs.extend(TEST);
    }
    if purpose.bench {
        needs.extend(BENCH);
    }
    let node_needs = if node::find(project) { &[][..] } else { node::NEEDS };
    needs.extend(node_needs);
    install(&needs, yes)?;
    if project.node.is_none() && !node_needs.is_empty() {
        node::install(project)?;
    }
    say::note("everything needed is there");
    Ok(())
}

fn install(needs: &[&Need], yes: bool) -> Result<()> {
    if !apt::available() {
        say::note("this is not Debian or a relative of it, so nothing can be checked or installed; these are needed:");
        needs.iter().for_each(|need| say::note(&format!("  {} (Debian: {})", need.what, need.packages.join(" "))));
        return Ok(());
    }
    let all: Vec<&str> = needs.iter().flat_map(|need| need.packages.iter().copied()).collect();
    let missing = apt::missing(&all);
    if missing.is_empty() {
        return Ok(());
    }
    say::note("missing on this machine:");
    for need in needs {
        let packages: Vec<&str> = need.packages.iter().copied().filter(|package| missing.contains(package)).collect();
        if !packages.is_empty() {
            say::note(&format!("  {} ({})", need.what, packages.join(" ")));
        }
    }
    if !yes && !say::ask("Install these with apt-get?") {
        bail!("not installed: {}", missing.join(" "));
    }
    apt::install(&missing)
}
