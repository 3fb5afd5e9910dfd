/** A made-up library for developing without a server: typed by the same description as the real one. */

import type { Credit, EncoderTable, EncoderTrial, ItemCard, Kind, LibraryCard, Track, Version } from "../src/api/types";

const id = (number: number) => number.toString(16).padStart(32, "0");

const image = (item: number, kind: string, width: number, height: number) => ({
  url: `items/${id(item)}/images/${kind}?tag=1`,
  width,
  height,
  blurhash: ["LEHV6nWB2yk8pyo0adR*.7kCMdnj", "LGF5]+Yk^6#M@-5c,1J5@[or[Q6.", "L6Pj0^jE.AyE_3t7t7R**0o#DgR4"][item % 3],
});

const WORDS_A = [
  "Silent",
  "Northern",
  "Paper",
  "Glass",
  "Last",
  "Hollow",
  "Golden",
  "Salt",
  "Winter",
  "Electric",
  "Second",
  "Distant",
  "Broken",
  "Quiet",
  "Amber",
];
const WORDS_B = [
  "Harbour",
  "Signal",
  "Garden",
  "Meridian",
  "Lanterns",
  "Orchard",
  "Frontier",
  "Tide",
  "Machine",
  "Letters",
  "Cathedral",
  "Horizon",
  "Summer",
  "Archive",
];
const PEOPLE = [
  "Ada Winther",
  "Jonas Aalto",
  "Mira Solberg",
  "Tomasz Lis",
  "Inés Caballero",
  "Oluwaseun Ade",
  "Hana Mori",
  "Peter Kallas",
  "Ruth Okafor",
  "Émile Gauthier",
  "Sofia Brandt",
  "Dae-jung Han",
];
const GENRES = ["Drama", "Thriller", "Science Fiction", "Comedy", "Adventure", "Documentary"];

let count = 0;
const all = new Map<string, ItemCard>();

function card(
  kind: Kind,
  title: string,
  more: Partial<ItemCard> = {},
  art: "full" | "none" | "still" | "square" = "full",
): ItemCard {
  const number = ++count;
  const item: ItemCard = {
    id: id(number),
    kind,
    title,
    sortTitle: title.toLowerCase().replace(/^the /, ""),
    artists: [],
    versionCount: 1,
    partCount: 1,
    hasLyrics: false,
    missing: false,
    added: new Date(Date.UTC(2026, 8, 1) - number * 36e5).toISOString(),
    art:
      art === "none"
        ? {}
        : art === "still"
          ? { wide: image(number, "wide", 1280, 720) }
          : art === "square"
            ? { poster: image(number, "square", 800, 800) }
            : {
                poster: image(number, "poster", 1000, 1500),
                wide: image(number, "wide", 1280, 720),
                backdrop: image(number, "backdrop", 1920, 1080),
              },
    state: { position: 0, played: false, playCount: 0, favorite: false },
    ...more,
  };
  all.set(item.id, item);
  return item;
}

const library = (kind: LibraryCard["kind"], title: string): LibraryCard => ({
  id: id(9000 + title.length * 10 + title.charCodeAt(0)),
  kind,
  title,
  offline: false,
});
export const libraries = [
  library("movies", "Movies"),
  library("shows", "Shows"),
  library("music", "Music"),
  library("photos", "Photos"),
];
const libraryId = (place: number) => libraries[place]?.id ?? "";

export const movies = Array.from({ length: 420 }, (_, place) => {
  const a = WORDS_A[(place * 7) % WORDS_A.length];
  const b = WORDS_B[(place * 5 + Math.floor(place / 15)) % WORDS_B.length];
  const title =
    place % 9 === 4
      ? `The ${a} ${b}`
      : place % 11 === 5
        ? `${b}: The Extraordinarily Long Afternoon of a ${a} Cartographer`
        : `${a} ${b}`;
  return card(
    "movie",
    title,
    {
      libraryId: libraryId(0),
      year: 1962 + ((place * 13) % 64),
      runtime: 4200 + ((place * 397) % 5400),
      rating: ["PG-13", "R", "PG", "FSK 12"][place % 4],
      communityRating: 5.1 + ((place * 37) % 45) / 10,
      versionCount: place % 6 === 0 ? 3 : 1,
      state: {
        position: place % 8 === 1 ? 1200 + place * 9 : 0,
        played: place % 5 === 2,
        playCount: 0,
        favorite: place % 7 === 0,
      },
    },
    place % 6 === 5 ? "none" : "full",
  );
});

export const seasonsOf = new Map<string, ItemCard[]>();
export const episodesOf = new Map<string, ItemCard[]>();
export const series = Array.from({ length: 28 }, (_, place) => {
  const title = `${WORDS_B[place % WORDS_B.length]} ${["County", "Blue", "Files", "Street"][place % 4]}`;
  const show = card(
    "series",
    title,
    { libraryId: libraryId(1), year: 2001 + place, rating: "TV-14", communityRating: 7.9 },
    place % 7 === 6 ? "none" : "full",
  );
  const named = { id: show.id, title };
  const seasons = Array.from({ length: (place % 3) + 1 }, (_, index) => {
    const season = card("season", `Season ${index + 1}`, { series: named, number: index + 1 });
    const episodes = Array.from({ length: 8 }, (_, number) =>
      card(
        "episode",
        `${WORDS_A[(number + place) % WORDS_A.length]} ${WORDS_B[(number * 3 + index) % WORDS_B.length]}`,
        {
          series: named,
          season: { id: season.id, title: season.title },
          number: number + 1,
          parentNumber: index + 1,
          runtime: 2640,
          released: `2021-0${index + 1}-1${number}`,
          state: { position: number === 2 ? 900 : 0, played: number < 2, playCount: 0, favorite: false },
        },
        number % 4 === 3 ? "none" : "still",
      ),
    );
    for (const episode of episodes) episode.art = { ...show.art, wide: episode.art.wide };
    episodesOf.set(season.id, episodes);
    return season;
  });
  seasonsOf.set(show.id, seasons);
  const leaves = seasons.length * 8;
  show.counts = { children: seasons.length, leaves, unplayed: place % 4 === 0 ? 0 : leaves - 2 * seasons.length };
  show.state = { ...show.state, played: place % 4 === 0 };
  return show;
});

export const tracksOf = new Map<string, ItemCard[]>();
export const artists = PEOPLE.slice(0, 8).map((name) => card("artist", name, { libraryId: libraryId(2) }, "square"));
export const albums = Array.from({ length: 24 }, (_, place) => {
  const artist = artists[place % artists.length] as ItemCard;
  const named = [{ id: artist.id, title: artist.title }];
  const album = card(
    "album",
    `${WORDS_A[(place * 3) % WORDS_A.length]} ${["Songs", "Rooms", "Weather", "Numbers"][place % 4]}`,
    { libraryId: libraryId(2), artists: named, year: 1990 + place },
    place % 5 === 4 ? "none" : "square",
  );
  const tracks = Array.from({ length: 9 }, (_, number) =>
    card("track", `${WORDS_B[(number + place) % WORDS_B.length]} ${number + 1}`, {
      artists: named,
      album: { id: album.id, title: album.title },
      number: (number % 5) + 1,
      parentNumber: number < 5 ? 1 : 2,
      runtime: 150 + number * 17,
      hasLyrics: number % 3 === 0,
    }),
  );
  for (const track of tracks) track.art = { poster: album.art.poster };
  tracksOf.set(album.id, tracks);
  return album;
});

export const photosOf = new Map<string, ItemCard[]>();
export const photoAlbums = ["Summer", "Winter", "Iceland"].map((title) => {
  const album = card("photoAlbum", title, { libraryId: libraryId(3) }, "square");
  photosOf.set(
    album.id,
    Array.from({ length: 17 }, (_, place) => card("photo", `IMG_${2040 + place}`, { parentId: album.id }, "square")),
  );
  album.counts = { children: 17, leaves: 17, unplayed: 0 };
  return album;
});

export const people = PEOPLE.map((name) => card("person", name, {}, "square"));
export const find = (wanted: string) => all.get(wanted);
export const everything = () => [...all.values()];
export const genres = GENRES.map((title, place) => ({ id: id(8000 + place), title }));

export const credits = (seed: number): Credit[] =>
  people.slice(0, 10).map((_, place) => {
    const person = people[(place + seed) % people.length] as ItemCard;
    return {
      id: person.id,
      name: person.title,
      job: place === 8 ? "director" : place === 9 ? "writer" : "actor",
      role: place < 8 ? (["Captain Elin", "The Stranger", "Marta", "Dr. Voss", "Young Henrik"][place % 5] ?? "") : "",
      image: place % 4 === 3 ? undefined : person.art.poster,
    };
  });

const track = (index: number, kind: Track["kind"], codec: string, more: Partial<Track> = {}): Track => ({
  index,
  kind,
  codec,
  default: false,
  forced: false,
  hearingImpaired: false,
  comment: false,
  external: false,
  bitRate: 0,
  ...more,
});

export function versions(item: ItemCard): Version[] {
  const titles = item.versionCount > 1 ? ["2160p HDR", "1080p", "Director’s Cut"] : [item.title];
  return titles.map((title, place) => {
    const uhd = title.startsWith("2160p");
    return {
      id: place === 0 ? item.id : `${item.id.slice(0, 30)}a${place}`,
      title,
      partCount: 1,
      size: uhd ? 48e9 : 8.2e9,
      container: "mkv",
      duration: item.runtime ?? 0,
      bitRate: uhd ? 52e6 : 9e6,
      missing: false,
      path: `/srv/films/${item.title} (${item.year})/${item.title}.mkv`,
      tracks: [
        track(0, "video", uhd ? "hevc" : "h264", {
          bitRate: uhd ? 48e6 : 8e6,
          bitDepth: uhd ? 10 : 8,
          video: {
            width: uhd ? 3840 : 1920,
            height: uhd ? 2160 : 1080,
            frameRate: 23.976,
            interlaced: false,
            range: uhd ? "hdr10" : "sdr",
          },
        }),
        track(1, "audio", "eac3", {
          language: "eng",
          default: true,
          audio: { channels: 6, layout: "5.1", sampleRate: 48000, spatial: uhd ? "Dolby Atmos" : undefined },
        }),
        track(2, "audio", "aac", { language: "deu", audio: { channels: 2, layout: "stereo", sampleRate: 48000 } }),
        track(3, "subtitle", "subrip", { language: "eng", hearingImpaired: true }),
        track(4, "subtitle", "hdmv_pgs_subtitle", { language: "deu" }),
      ],
    };
  });
}

const tried = (suffixes: [string, string, string], failed: Record<string, string>, used: boolean): EncoderTrial[] =>
  (
    [
      ["h264", 8, suffixes[0]],
      ["hevc", 8, suffixes[1]],
      ["hevc", 10, suffixes[1]],
      ["av1", 8, suffixes[2]],
      ["av1", 10, suffixes[2]],
    ] as const
  ).map(([codec, bitDepth, encoder]) => {
    const reason = failed[`${codec}${bitDepth}`];
    return reason
      ? { codec, bitDepth, encoder, passed: false, reason, used: false }
      : { codec, bitDepth, encoder, passed: true, psnr: 44.2 + bitDepth / 3, used: used !== (codec === "av1") };
  });

const without = (encoder: string) => ({
  av18: `this libav has no ${encoder}`,
  av110: `this libav has no ${encoder}`,
});

/** A machine with one device that works and one that failed lately. */
export const encoders: EncoderTable = {
  hardware: "auto",
  trying: false,
  encoders: [
    { usable: true, stoodIn: 0, trials: tried(["libx264", "libx265", "libsvtav1"], {}, false) },
    {
      device: "qsv-renderD128",
      usable: true,
      stoodIn: 0,
      trials: tried(["h264_qsv", "hevc_qsv", "av1_qsv"], without("av1_qsv"), true),
    },
    {
      device: "vaapi-renderD129",
      usable: true,
      restsFor: 171,
      stoodIn: 14,
      lastFailure: "making the segment at 312.0 s took longer than 30 s; the worker was ended",
      trials: tried(
        ["h264_vaapi", "hevc_vaapi", "av1_vaapi"],
        { ...without("av1_vaapi"), hevc10: "the pictures that came back are others (11.4 dB)" },
        false,
      ).map((trial) => ({ ...trial, used: false })),
    },
  ],
};
