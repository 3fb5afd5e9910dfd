//! Streaming through its public door: decisions as recorded, recipes, playlists, and segments from workers that are
//! made up here (the real ones are tested where they live).

mod decision;
mod encoders;
mod fakes;
mod films;
mod hls;
mod ladder;
mod made;
mod parts;
mod profiles;
mod recipe;
mod segments;
