//! Ids of elements (RFC 9559).

pub const EBML: u32 = 0x1a45_dfa3;
pub const SEGMENT: u32 = 0x1853_8067;
pub const SEEK_HEAD: u32 = 0x114d_9b74;
pub const SEEK: u32 = 0x4dbb;
pub const SEEK_ID: u32 = 0x53ab;
pub const SEEK_POSITION: u32 = 0x53ac;
pub const INFO: u32 = 0x1549_a966;
pub const TRACKS: u32 = 0x1654_ae6b;
pub const CUES: u32 = 0x1c53_bb6b;
pub const TAGS: u32 = 0x1254_c367;
pub const CHAPTERS: u32 = 0x1043_a770;
pub const ATTACHMENTS: u32 = 0x1941_a469;
pub const CLUSTER: u32 = 0x1f43_b675;
pub const VOID: u32 = 0xec;
pub const CRC_32: u32 = 0xbf;

pub const CUE_POINT: u32 = 0xbb;
pub const CUE_TIME: u32 = 0xb3;
pub const CUE_TRACK_POSITIONS: u32 = 0xb7;
pub const CUE_TRACK: u32 = 0xf7;
pub const CUE_CLUSTER_POSITION: u32 = 0xf1;
pub const CUE_RELATIVE_POSITION: u32 = 0xf0;
pub const CUE_DURATION: u32 = 0xb2;

pub const MUXING_APP: u32 = 0x4d80;
pub const TIMESTAMP_SCALE: u32 = 0x2a_d7b1;

pub const TRACK_ENTRY: u32 = 0xae;
pub const TRACK_NUMBER: u32 = 0xd7;
pub const TRACK_TYPE: u32 = 0x83;
pub const CODEC_ID: u32 = 0x86;
pub const CODEC_PRIVATE: u32 = 0x63a2;
pub const CODEC_DELAY: u32 = 0x56aa;
pub const DEFAULT_DURATION: u32 = 0x23_e383;
pub const TRACK_TIMESTAMP_SCALE: u32 = 0x23_314f;
pub const CONTENT_ENCODINGS: u32 = 0x6d80;
pub const CONTENT_ENCODING: u32 = 0x6240;
pub const ENCODING_SCOPE: u32 = 0x5032;
pub const ENCODING_TYPE: u32 = 0x5033;
pub const COMPRESSION: u32 = 0x5034;
pub const COMPRESSION_ALGORITHM: u32 = 0x4254;
pub const COMPRESSION_SETTINGS: u32 = 0x4255;

pub const TIMESTAMP: u32 = 0xe7;
pub const POSITION: u32 = 0xa7;
pub const PREV_SIZE: u32 = 0xab;
pub const SIMPLE_BLOCK: u32 = 0xa3;
pub const BLOCK_GROUP: u32 = 0xa0;
pub const BLOCK: u32 = 0xa1;
pub const BLOCK_DURATION: u32 = 0x9b;
pub const REFERENCE_BLOCK: u32 = 0xfb;
