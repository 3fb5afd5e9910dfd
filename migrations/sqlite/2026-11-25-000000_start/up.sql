-- Times are microseconds since 1970 (UTC), durations nanoseconds, dates days since 1970-01-01, flags 0 or 1.
-- An item's `number` is its row id: side tables refer to it because an integer is a quarter of a UUID.

CREATE TABLE account (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    clean_name TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    policy TEXT NOT NULL,
    preferences TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_login BIGINT,
    last_activity BIGINT,
    image_tag TEXT
) WITHOUT ROWID;

-- A signed-in device, or an API key when it has no user.
CREATE TABLE device (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    user_id BLOB REFERENCES account (id) ON DELETE CASCADE,
    device_id TEXT NOT NULL,
    name TEXT NOT NULL,
    app TEXT NOT NULL,
    app_version TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_seen BIGINT NOT NULL
);
CREATE UNIQUE INDEX device_of_user ON device (user_id, device_id) WHERE user_id IS NOT NULL;

CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE display_preference (
    user_id BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    client TEXT NOT NULL,
    id TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user_id, client, id)
) WITHOUT ROWID;

CREATE TABLE library (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    kind BIGINT NOT NULL,
    -- Which pictures of its films are made before anybody asks for them.
    trickplay BIGINT NOT NULL,
    trickplay_after_scan BIGINT NOT NULL,
    chapters BIGINT NOT NULL,
    chapters_after_scan BIGINT NOT NULL,
    options TEXT
) WITHOUT ROWID;

CREATE TABLE library_root (
    library_id BLOB NOT NULL REFERENCES library (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    position BIGINT NOT NULL,
    device BIGINT,
    file_count BIGINT NOT NULL,
    online BIGINT NOT NULL,
    trouble TEXT,
    PRIMARY KEY (library_id, path)
) WITHOUT ROWID;

CREATE TABLE item (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    id BLOB NOT NULL UNIQUE,
    kind BIGINT NOT NULL,
    role BIGINT NOT NULL,
    missing BIGINT NOT NULL,
    owner_id BLOB,
    -- A library's own row holds its own id here, so that one condition says who may see what.
    library_id BLOB,
    parent_id BLOB,
    series_id BLOB,
    season_id BLOB,
    album_id BLOB,
    -- What the scanner finds its item by: unique in a library, or for its kind outside of one.
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    clean_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    series_name TEXT,
    season_name TEXT,
    album_name TEXT,
    year BIGINT,
    premiere BIGINT,
    end_date BIGINT,
    item_index BIGINT,
    index_end BIGINT,
    parent_index BIGINT,
    -- Its place among the episodes of its series or the tracks of its album, specials slotted in.
    ordinal BIGINT NOT NULL,
    runtime BIGINT,
    official_rating TEXT,
    -- The age that the official rating stands for.
    age BIGINT,
    community_rating DOUBLE PRECISION,
    critic_rating DOUBLE PRECISION,
    status BIGINT,
    extra BIGINT,
    path TEXT,
    container TEXT,
    width BIGINT,
    height BIGINT,
    has_subtitles BIGINT NOT NULL,
    has_lyrics BIGINT NOT NULL,
    version_count BIGINT NOT NULL,
    part_count BIGINT NOT NULL,
    -- Of the first audio and subtitle streams, as `,eng,deu,`.
    audio_languages TEXT,
    subtitle_languages TEXT,
    -- First of each, to sort by.
    artist TEXT,
    album_artist TEXT,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    -- When anything below a folder was last added.
    content_added BIGINT,
    -- Hash of everything kept in the side tables: unchanged rows are not written again.
    side_hash BIGINT NOT NULL,
    -- The scanner's signature of everything on disk that says something about the item.
    seen BIGINT NOT NULL,
    card TEXT NOT NULL
);
CREATE UNIQUE INDEX item_key ON item (library_id, key) WHERE library_id IS NOT NULL;
CREATE UNIQUE INDEX item_name_key ON item (kind, key) WHERE library_id IS NULL;
-- Those below hold all that their queries look at, so that the rows themselves need not be read.
CREATE INDEX item_by_name ON item (library_id, kind, sort_name, year) WHERE role = 0 AND missing = 0;
CREATE INDEX item_kind_by_name ON item (kind, sort_name, year) WHERE role = 0 AND missing = 0;
CREATE INDEX item_by_added ON item (library_id, kind, added) WHERE role = 0 AND missing = 0;
CREATE INDEX item_kind_by_added ON item (kind, added) WHERE role = 0 AND missing = 0;
CREATE INDEX item_of_kind ON item (library_id, kind, id) WHERE role = 0 AND missing = 0;
CREATE INDEX item_of_parent ON item (parent_id, role, sort_name, year, missing) WHERE parent_id IS NOT NULL;
CREATE INDEX item_of_series ON item (series_id, kind, role, ordinal, missing, id, added, season_id) WHERE series_id IS NOT NULL;
CREATE INDEX item_of_season ON item (season_id, kind, role, ordinal, missing, id) WHERE season_id IS NOT NULL;
CREATE INDEX item_of_album ON item (album_id, kind, role, ordinal, missing, id) WHERE album_id IS NOT NULL;
CREATE INDEX item_by_content ON item (library_id, kind, content_added) WHERE content_added IS NOT NULL;
CREATE INDEX item_of_owner ON item (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX item_by_path ON item (path) WHERE path IS NOT NULL;

-- What only an item's own page shows, kept out of the rows that listings walk over. Tables that hold documents keep
-- their row id: without one SQLite would give every document an overflow page of its own.
CREATE TABLE item_detail (
    item INTEGER PRIMARY KEY NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    document TEXT NOT NULL
);

-- What somebody changed of an item by hand: a scan lays it over what it reads.
CREATE TABLE item_edit (
    item INTEGER PRIMARY KEY NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    document TEXT NOT NULL
);

-- Versions that somebody put together by hand. A scan goes on writing the item as the files say; this is laid over it.
-- `role` and `owner_id` are what the item was before.
CREATE TABLE item_merge (
    item INTEGER PRIMARY KEY NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    into_id BLOB NOT NULL,
    role BIGINT NOT NULL,
    owner_id BLOB
);

-- Genres, studios, artists and album artists of an item.
CREATE TABLE item_link (
    item BIGINT NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    kind BIGINT NOT NULL,
    target BIGINT NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    PRIMARY KEY (item, kind, target)
) WITHOUT ROWID;
CREATE INDEX item_link_back ON item_link (target, kind, item);

CREATE TABLE item_tag (
    item BIGINT NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    clean_name TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (item, clean_name)
) WITHOUT ROWID;
CREATE INDEX item_tag_back ON item_tag (clean_name, item);

CREATE TABLE credit (
    item BIGINT NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    kind BIGINT NOT NULL,
    PRIMARY KEY (item, person, kind)
) WITHOUT ROWID;
CREATE INDEX credit_back ON credit (person, item, kind);

-- Name, original title, artists and album in lower case without accents.
CREATE VIRTUAL TABLE item_search USING fts5 (words, tokenize = 'trigram case_sensitive 1');

CREATE TABLE media (
    item INTEGER PRIMARY KEY NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    path TEXT NOT NULL,
    size BIGINT NOT NULL,
    -- Nanoseconds since 1970, as precise as file systems are.
    modified BIGINT NOT NULL,
    fingerprint BLOB,
    source_name TEXT NOT NULL,
    probe TEXT,
    -- Why the file could not be read when it was `size` bytes long and last `modified`.
    failure TEXT,
    -- In how many scans, one behind the other, reading it ended its worker.
    crashes BIGINT NOT NULL
);
CREATE INDEX media_fingerprint ON media (fingerprint) WHERE fingerprint IS NOT NULL;

CREATE TABLE media_index (
    item INTEGER PRIMARY KEY NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    document BLOB NOT NULL
);

-- Which renditions the films of a library get without anybody asking.
CREATE TABLE rendition_rule (
    library_id BLOB NOT NULL REFERENCES library (id) ON DELETE CASCADE,
    max_height BIGINT NOT NULL,
    max_bit_rate BIGINT NOT NULL,
    codec TEXT NOT NULL,
    -- Only of files added from then on; NULL = of all.
    since BIGINT,
    PRIMARY KEY (library_id, max_height, codec)
) WITHOUT ROWID;

-- Renditions that are made ahead of time and kept whole.
CREATE TABLE rendition (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    item BIGINT NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    request TEXT NOT NULL,
    -- Who wants it. A row that nobody wants goes.
    by_hand BIGINT NOT NULL,
    by_rule BIGINT NOT NULL,
    state BIGINT NOT NULL,
    -- The name of the folder that its segments lie in.
    key TEXT,
    parts BIGINT NOT NULL,
    made BIGINT NOT NULL,
    pictures BIGINT NOT NULL,
    expected_pictures BIGINT,
    bytes BIGINT NOT NULL,
    reason TEXT,
    changed BIGINT NOT NULL
);
CREATE INDEX rendition_of_item ON rendition (item);

-- Whose playlist or collection it is, and who else sees it.
CREATE TABLE list (
    item BIGINT PRIMARY KEY NOT NULL REFERENCES item (number) ON DELETE CASCADE,
    user_id BLOB,
    is_public BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE list_share (
    list BIGINT NOT NULL REFERENCES list (item) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    can_edit BIGINT NOT NULL,
    PRIMARY KEY (list, user_id)
) WITHOUT ROWID;

CREATE TABLE list_entry (
    id BLOB PRIMARY KEY NOT NULL,
    list BIGINT NOT NULL REFERENCES list (item) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    -- No foreign key: an entry outlives its item's absence.
    item_id BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX list_entry_order ON list_entry (list, position);
CREATE INDEX list_entry_item ON list_entry (item_id);

-- No foreign key to item: what a user did outlives the item.
CREATE TABLE play_state (
    user_id BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    item_id BLOB NOT NULL,
    position BIGINT NOT NULL,
    played BIGINT NOT NULL,
    play_count BIGINT NOT NULL,
    favorite BIGINT NOT NULL,
    likes BIGINT,
    rating DOUBLE PRECISION,
    last_played BIGINT,
    audio_stream BIGINT,
    subtitle_stream BIGINT,
    PRIMARY KEY (user_id, item_id)
) WITHOUT ROWID;
CREATE INDEX play_state_resume ON play_state (user_id, last_played, item_id) WHERE position > 0;
CREATE INDEX play_state_favorite ON play_state (user_id, item_id) WHERE favorite = 1;
CREATE INDEX play_state_liked ON play_state (user_id, likes, item_id) WHERE likes IS NOT NULL;
CREATE INDEX play_state_recent ON play_state (user_id, last_played) WHERE last_played IS NOT NULL;

-- When a user last played anything of a series: next up starts here rather than at every episode ever seen.
CREATE TABLE series_state (
    user_id BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    series_id BLOB NOT NULL,
    last_played BIGINT NOT NULL,
    PRIMARY KEY (user_id, series_id)
) WITHOUT ROWID;
CREATE INDEX series_state_recent ON series_state (user_id, last_played);

-- What happened on the server. No foreign keys: an entry outlives what it is about.
CREATE TABLE activity (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    user_id BLOB,
    user_name TEXT NOT NULL,
    item_id BLOB,
    item_name TEXT NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL
);
