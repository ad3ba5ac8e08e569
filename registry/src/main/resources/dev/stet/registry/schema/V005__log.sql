-- The log of tags: one row says where it stands. Hashes are 32 bytes each.
--   sequence: all events of the history up to this number are in the log, as far as they belong there
--   restored: since when this is a restored backup that nobody has confirmed, else NULL
--   had:      how many entries it is known to have had once, if it was shown to have had more than there are, else 0
--   stopped:  why nothing may be appended ever again, else NULL
CREATE TABLE log_state (
  id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  origin     TEXT    NOT NULL,
  size       INTEGER NOT NULL,
  frontier   BLOB    NOT NULL,
  checkpoint TEXT    NOT NULL,
  time       INTEGER NOT NULL,
  sequence   INTEGER NOT NULL,
  restored   INTEGER,
  had        INTEGER NOT NULL DEFAULT 0,
  stopped    TEXT
);

-- The entries. The sequence is that of the event in the history; the first entry has none.
CREATE TABLE log_entry (
  idx      INTEGER NOT NULL PRIMARY KEY,
  sequence INTEGER UNIQUE,
  leaf     BLOB    NOT NULL
);

-- What opens the meta line of an entry: 32 random bytes and a text. It may be erased; the entry stays.
CREATE TABLE log_opening (
  idx     INTEGER NOT NULL PRIMARY KEY,
  opening BLOB    NOT NULL
);

-- Rows of up to 256 hashes. A row only ever grows at its end.
CREATE TABLE log_tile (
  level  INTEGER NOT NULL,
  n      INTEGER NOT NULL,
  hashes BLOB    NOT NULL,
  PRIMARY KEY (level, n)
);

-- The newest checkpoint that a set of cosigners has signed.
CREATE TABLE log_cosigned (
  cosigners  TEXT    NOT NULL PRIMARY KEY,
  size       INTEGER NOT NULL,
  checkpoint TEXT    NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER log_entries_stand BEFORE UPDATE ON log_entry
BEGIN SELECT RAISE(ABORT, 'an entry of the log never changes'); END;
CREATE TRIGGER log_entries_stay BEFORE DELETE ON log_entry
BEGIN SELECT RAISE(ABORT, 'an entry of the log is never deleted'); END;
CREATE TRIGGER log_tiles_grow BEFORE UPDATE ON log_tile
  WHEN OLD.level <> NEW.level OR OLD.n <> NEW.n OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes
BEGIN SELECT RAISE(ABORT, 'a tile of the log only grows at its end'); END;
CREATE TRIGGER log_tiles_stay BEFORE DELETE ON log_tile
BEGIN SELECT RAISE(ABORT, 'a tile of the log is never deleted'); END;
CREATE TRIGGER log_only_grows BEFORE UPDATE ON log_state
  WHEN NEW.origin <> OLD.origin OR NEW.size < OLD.size OR NEW.sequence < OLD.sequence OR NEW.time < OLD.time
BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER log_stays BEFORE DELETE ON log_state
BEGIN SELECT RAISE(ABORT, 'the log is never deleted'); END;
