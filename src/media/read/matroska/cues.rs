//! The cues: where clusters and single blocks are, by time.

use super::ebml::{child, children};
use super::header::{Front, value};
use super::id;
use crate::read::{Result, Window};

/// Places kept of one file; a film of three hours has some ten thousand.
const PLACES_MAX: usize = 1_000_000;

/// A block of one track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// In the file's units.
    pub time: u64,
    /// Where its cluster begins in the file.
    pub cluster: u64,
    /// Where it begins in the cluster's content.
    pub relative: u64,
    pub duration: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cues {
    /// Times and positions of clusters, by time.
    pub clusters: Vec<(u64, u64)>,
    /// The blocks of the one track that were asked for, by time; empty unless all have a place of their own.
    pub blocks: Vec<Listed>,
}

impl Cues {
    /// Reads the cues, of which there may be none. `track` is a track's number.
    pub fn read(window: &mut Window<'_>, front: &Front, track: u64) -> Result<Self> {
        match front.cues(window)? {
            Some(place) => Ok(Self::parse(&window.get(place)?, front.segment, track)),
            None => Ok(Self::default()),
        }
    }

    fn parse(body: &[u8], segment: u64, track: u64) -> Self {
        let mut cues = Self::default();
        let mut each_has_a_place = true;
        let points = children(body).filter(|(id, _)| *id == id::CUE_POINT).filter_map(|(_, point)| Some((value(point, id::CUE_TIME)?, point)));
        for (time, point) in points {
            for (_, position) in children(point).filter(|(id, _)| *id == id::CUE_TRACK_POSITIONS) {
                let Some(cluster) = value(position, id::CUE_CLUSTER_POSITION).and_then(|at| segment.checked_add(at)) else { continue };
                if cues.clusters.len() >= PLACES_MAX {
                    return cues;
                }
                cues.clusters.push((time, cluster));
                if value(position, id::CUE_TRACK) == Some(track) {
                    let relative = value(position, id::CUE_RELATIVE_POSITION);
                    each_has_a_place &= relative.is_some();
                    let duration = child(position, id::CUE_DURATION).and_then(super::ebml::unsigned);
                    cues.blocks.push(Listed { time, cluster, relative: relative.unwrap_or(0), duration });
                }
            }
        }
        if !each_has_a_place {
            cues.blocks.clear();
        }
        cues.clusters.sort_unstable();
        cues.clusters.dedup_by_key(|(_, cluster)| *cluster);
        cues.blocks.sort_by_key(|block| block.time);
        cues
    }

    /// The last cluster that is known to begin no later than this, in the file's units.
    pub fn cluster_before(&self, time: u64) -> Option<u64> {
        let behind = self.clusters.partition_point(|(begin, _)| *begin <= time);
        behind.checked_sub(1).and_then(|place| self.clusters.get(place)).map(|(_, cluster)| *cluster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(id: u32, content: &[u8]) -> Vec<u8> {
        let head: Vec<u8> = id.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        [&head[..], &[0x80 | content.len() as u8], content].concat()
    }

    fn point(time: u8, track: u8, cluster: u8, rest: &[u8]) -> Vec<u8> {
        let position = [element(0xf7, &[track]), element(0xf1, &[cluster]), rest.to_vec()].concat();
        element(0xbb, &[element(0xb3, &[time]), element(0xb7, &position)].concat())
    }

    #[test]
    fn blocks_are_listed_when_all_have_a_place() {
        let placed = element(0xf0, &[7]);
        let lasting = [placed.clone(), element(0xb2, &[40])].concat();
        let body = [point(0, 1, 10, &[]), point(30, 2, 50, &lasting), point(20, 2, 10, &placed), point(60, 1, 90, &[])].concat();
        let cues = Cues::parse(&body, 1000, 2);
        let listed = |time, cluster, duration| Listed { time, cluster, relative: 7, duration };
        assert_eq!(cues.blocks, [listed(20, 1010, None), listed(30, 1050, Some(40))]);
        assert_eq!(cues.clusters, [(0, 1010), (20, 1010), (30, 1050), (60, 1090)].into_iter().filter(|(time, _)| *time != 20).collect::<Vec<_>>());
        assert_eq!((cues.cluster_before(59), cues.cluster_before(60)), (Some(1050), Some(1090)));
        assert_eq!(Cues::parse(&[body, point(70, 2, 90, &[])].concat(), 1000, 2).blocks, []);
        assert_eq!(Cues::default().cluster_before(5), None);
    }
}
