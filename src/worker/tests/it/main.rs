//! The worker as the server uses it: the real binary, locked in, behind the pool, on small media made with the `ffmpeg`
//! command line.

mod hostile;
mod index;
mod media;
mod picture;
mod pool;
mod probe;
mod readers;
mod sandbox;
mod segments;
mod subtitle;
mod tiles;
mod trial;
