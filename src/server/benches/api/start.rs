//! The real program on the same data: how soon it answers, and what it holds when nobody asks.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

const PATIENCE: Duration = Duration::from_secs(30);
/// Until what starting needed is given back.
const SETTLING: Duration = Duration::from_secs(5);

pub fn measure(data: &Path) -> anyhow::Result<()> {
    let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let start = Instant::now();
    let mut serve = Command::new(env!("CARGO_BIN_EXE_walros"));
    serve.args(["serve", "--listen", &listen.to_string(), "--data"]).arg(data).env("WALROS_LOG", "error").stdout(Stdio::null());
    let mut server = serve.spawn().context("cannot start walros")?;
    while !answers(&listen.to_string()) && start.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(2));
    }
    let first = start.elapsed();
    std::thread::sleep(SETTLING);
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id()));
    let _ = server.kill();
    let _ = server.wait();
    let status = status.context("walros ended")?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    println!("\nstart to first answer    {:.0} ms", first.as_secs_f64() * 1e3);
    println!("idle memory (RSS)        {:.0} MiB", kilobytes.context("no VmRSS")? / 1024.0);
    Ok(())
}

fn answers(address: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(format!("GET /System/Info/Public HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
