-- Names and digests are compared bytewise (SQLite's BINARY collation). Times are milliseconds since 1970, UTC.

CREATE TABLE repository (
  name       TEXT    NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- The blobs. The storage key is the blob store's own name for the content; empty if the content is in small_blob.
CREATE TABLE blob (
  digest      TEXT    NOT NULL PRIMARY KEY,
  size        INTEGER NOT NULL,
  storage_key TEXT    NOT NULL,
  stored_at   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE small_blob (
  digest TEXT NOT NULL PRIMARY KEY,
  bytes  BLOB NOT NULL
);

-- Which repositories a blob was pushed or mounted to; it can be read through these alone.
CREATE TABLE repository_blob (
  repository TEXT    NOT NULL,
  digest     TEXT    NOT NULL,
  linked_at  INTEGER NOT NULL,
  PRIMARY KEY (repository, digest)
) WITHOUT ROWID;

-- The bytes of every manifest, once.
CREATE TABLE manifest (
  digest TEXT NOT NULL PRIMARY KEY,
  bytes  BLOB NOT NULL
);

-- Which repositories a manifest was pushed to, as what, and from which commit it says it was built.
CREATE TABLE repository_manifest (
  repository    TEXT    NOT NULL,
  digest        TEXT    NOT NULL,
  media_type    TEXT    NOT NULL,
  size          INTEGER NOT NULL,
  revision      TEXT,
  revision_from TEXT,
  pushed_at     INTEGER NOT NULL,
  PRIMARY KEY (repository, digest)
) WITHOUT ROWID;

-- What a manifest refers to: 'config', 'layer', 'child' or 'subject'.
CREATE TABLE manifest_reference (
  repository TEXT NOT NULL,
  digest     TEXT NOT NULL,
  kind       TEXT NOT NULL,
  target     TEXT NOT NULL,
  PRIMARY KEY (repository, digest, kind, target)
) WITHOUT ROWID;
CREATE INDEX manifest_reference_target ON manifest_reference (repository, target, kind);

-- One row for each name, for ever: its kind never changes, and a standing tag never names anything else.
CREATE TABLE name (
  repository   TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  digest       TEXT    NOT NULL,
  sequence     INTEGER NOT NULL,
  pushed_at    INTEGER NOT NULL,
  actor_name   TEXT    NOT NULL,
  actor_source TEXT    NOT NULL,
  revision     TEXT,
  checksum     INTEGER NOT NULL,
  PRIMARY KEY (repository, name)
) WITHOUT ROWID;

-- What happened, in one order for the whole registry. Append only.
CREATE TABLE history (
  sequence     INTEGER NOT NULL PRIMARY KEY,
  repository   TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  event        TEXT    NOT NULL,
  digest       TEXT    NOT NULL,
  at           INTEGER NOT NULL,
  actor_name   TEXT    NOT NULL,
  actor_source TEXT    NOT NULL,
  revision     TEXT,
  note         TEXT
);
CREATE INDEX history_name ON history (repository, name, sequence);

-- Pushes that were refused, counted.
CREATE TABLE refused_push (
  repository   TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  digest       TEXT    NOT NULL,
  reason       TEXT    NOT NULL,
  actor_name   TEXT    NOT NULL,
  actor_source TEXT    NOT NULL,
  first_at     INTEGER NOT NULL,
  last_at      INTEGER NOT NULL,
  count        INTEGER NOT NULL,
  PRIMARY KEY (repository, name, digest, reason, actor_name, actor_source)
) WITHOUT ROWID;

CREATE TRIGGER history_is_append_only_update BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is append only'); END;
CREATE TRIGGER history_is_append_only_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append only'); END;
CREATE TRIGGER names_are_for_ever BEFORE DELETE ON name
BEGIN SELECT RAISE(ABORT, 'a name is never deleted'); END;
CREATE TRIGGER tags_stand BEFORE UPDATE OF repository, name, kind, digest ON name WHEN OLD.kind = 'tag'
BEGIN SELECT RAISE(ABORT, 'a tag never names anything else'); END;
