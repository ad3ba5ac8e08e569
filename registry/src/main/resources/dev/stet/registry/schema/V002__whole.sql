-- Kinds of repositories and names, channels, what was taken away and may come back, pins, and who decided it.

-- A repository's kind is fixed when it is first pushed to: 'standing' or 'mutable'. One that was deleted keeps its row.
ALTER TABLE repository ADD COLUMN kind TEXT NOT NULL DEFAULT 'standing';
ALTER TABLE repository ADD COLUMN deleted_at INTEGER;

-- Which repositories are to be of which kind: a name, or a prefix that ends in '/**'.
CREATE TABLE declaration (
  pattern      TEXT    NOT NULL PRIMARY KEY,
  kind         TEXT    NOT NULL,
  declared_at  INTEGER NOT NULL,
  actor_name   TEXT    NOT NULL,
  actor_source TEXT    NOT NULL
) WITHOUT ROWID;

-- A tag or channel with deleted_at is burnt; a machine or mutable name with it is free again. The digest of a channel that
-- points nowhere yet is empty.
ALTER TABLE name ADD COLUMN deleted_at INTEGER;
ALTER TABLE name ADD COLUMN deleted_reason TEXT;
CREATE INDEX name_digest ON name (repository, digest);

-- The tag that a channel points to, and the pattern of the tags that it follows.
CREATE TABLE channel (
  repository TEXT NOT NULL,
  name       TEXT NOT NULL,
  tag        TEXT,
  follow     TEXT,
  PRIMARY KEY (repository, name)
) WITHOUT ROWID;

-- What a repository no longer shows, until it is restored or purged.
ALTER TABLE repository_manifest ADD COLUMN deleted_at INTEGER;
ALTER TABLE repository_manifest ADD COLUMN deleted_reason TEXT;
ALTER TABLE repository_blob ADD COLUMN deleted_at INTEGER;
ALTER TABLE repository_blob ADD COLUMN deleted_reason TEXT;
CREATE INDEX repository_manifest_deleted ON repository_manifest (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX repository_blob_deleted ON repository_blob (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX repository_blob_digest ON repository_blob (digest);
CREATE INDEX repository_manifest_digest ON repository_manifest (digest);

-- What the name named before, where it named something. An event of a manifest without a name has the name ''.
ALTER TABLE history ADD COLUMN previous TEXT;
CREATE INDEX history_repository ON history (repository, sequence);

-- Images that must stay because somebody said so.
CREATE TABLE pin (
  repository   TEXT    NOT NULL,
  digest       TEXT    NOT NULL,
  note         TEXT,
  pinned_at    INTEGER NOT NULL,
  actor_name   TEXT    NOT NULL,
  actor_source TEXT    NOT NULL,
  PRIMARY KEY (repository, digest)
) WITHOUT ROWID;

-- Images that were withdrawn for reasons of security or law: they never return to the repository, also when their bytes are
-- gone. One row for each digest of the bytes.
CREATE TABLE withdrawn (
  repository   TEXT    NOT NULL,
  digest       TEXT    NOT NULL,
  reason       TEXT    NOT NULL,
  withdrawn_at INTEGER NOT NULL,
  PRIMARY KEY (repository, digest)
) WITHOUT ROWID;

-- When each manifest was pulled last; written in batches.
CREATE TABLE last_pull (
  repository TEXT    NOT NULL,
  digest     TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (repository, digest)
) WITHOUT ROWID;

-- The audit trail: every decision about the registry, with what was so before and after. Append only.
CREATE TABLE audit (
  number       INTEGER NOT NULL PRIMARY KEY,
  at           INTEGER NOT NULL,
  actor_name   TEXT    NOT NULL,
  actor_source TEXT    NOT NULL,
  action       TEXT    NOT NULL,
  repository   TEXT    NOT NULL,
  subject      TEXT    NOT NULL,
  before       TEXT,
  after        TEXT,
  reason       TEXT
);
CREATE INDEX audit_repository ON audit (repository, number);

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
CREATE TRIGGER repositories_are_for_ever BEFORE DELETE ON repository
BEGIN SELECT RAISE(ABORT, 'a repository is never forgotten'); END;
CREATE TRIGGER standing_repositories_stand BEFORE UPDATE OF kind ON repository WHEN OLD.kind = 'standing' AND NEW.kind <> 'standing'
BEGIN SELECT RAISE(ABORT, 'a standing repository never becomes mutable'); END;

CREATE TRIGGER withdrawals_are_for_ever_update BEFORE UPDATE ON withdrawn
BEGIN SELECT RAISE(ABORT, 'what was withdrawn does not return'); END;
CREATE TRIGGER withdrawals_are_for_ever_delete BEFORE DELETE ON withdrawn
BEGIN SELECT RAISE(ABORT, 'what was withdrawn does not return'); END;

-- A tag's row is written over when it is burnt or restored; what it names is not. Names in a mutable repository get their
-- kind when it comes to stand; no other name ever gets another.
DROP TRIGGER tags_stand;
CREATE TRIGGER tags_stand BEFORE UPDATE ON name WHEN OLD.kind = 'tag' AND (NEW.repository <> OLD.repository OR NEW.name <> OLD.name
  OR NEW.kind <> OLD.kind OR NEW.digest <> OLD.digest OR NEW.sequence <> OLD.sequence)
BEGIN SELECT RAISE(ABORT, 'a tag never names anything else'); END;
CREATE TRIGGER names_have_one_kind BEFORE UPDATE OF kind ON name WHEN OLD.kind <> 'mutable' AND NEW.kind <> OLD.kind
BEGIN SELECT RAISE(ABORT, 'a name is of one kind for ever'); END;
CREATE TRIGGER tombstones_stay BEFORE UPDATE ON name WHEN NEW.deleted_at IS NULL
  AND (OLD.kind = 'channel' AND OLD.deleted_at IS NOT NULL OR OLD.kind = 'tag' AND OLD.deleted_reason IN ('security', 'legal'))
BEGIN SELECT RAISE(ABORT, 'what was withdrawn does not return, nor does a channel that was removed'); END;
