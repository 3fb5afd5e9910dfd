//! nginx, serving files as fast as it can.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running nginx; killed when dropped.
pub struct Nginx {
    process: Child,
    address: String,
}

impl Nginx {
    /// Serves the files of a folder. `scratch` is for its own.
    pub fn start(folder: &Path, scratch: &Path) -> Result<Self> {
        let (own, address) = (scratch.join("nginx"), super::free_address()?);
        std::fs::create_dir_all(&own)?;
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| format!("{name}_temp_path {}/{name};", own.display()));
        let user = if crate::setup::user::is_root() { "user root;" } else { "" };
        let configuration = format!(
            "{user} daemon off; worker_processes auto; error_log stderr; pid {own}/pid; events {{ worker_connections 1024; }}
             http {{ {} access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000000; default_type video/mp4;
             open_file_cache max=1000 inactive=60s; server {{ listen {address}; root {}; }} }}",
            temporary.join(" "),
            folder.display(),
            own = own.display(),
        );
        let file = own.join("nginx.conf");
        std::fs::write(&file, configuration)?;
        let process =
            Command::new("nginx").arg("-p").arg(&own).arg("-c").arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("cannot start nginx")?;
        let mut nginx = Self { process, address };
        let begun = Instant::now();
        while std::net::TcpStream::connect(&nginx.address).is_err() {
            if let Some(status) = nginx.process.try_wait()? {
                bail!("nginx ended: {status}");
            }
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(10), "nginx does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(nginx)
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked nicely, the master takes its workers with it.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}
