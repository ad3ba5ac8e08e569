-- Since when pulls are written down: before that nobody can say that something was not pulled. One row.
CREATE TABLE pulls_known (
  since INTEGER NOT NULL
);

-- How many rows to expect for a key. Without that, the names of a repository are taken to be few, and looking up those of one
-- digest reads all of them.
ANALYZE pulls_known;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('name', 'name', '1000000 1000 1'),
  ('name', 'name_digest', '1000000 1000 1'),
  ('manifest_reference', 'manifest_reference', '10000000 10000 10 5 1'),
  ('manifest_reference', 'manifest_reference_target', '10000000 10000 5 5'),
  ('repository_manifest', 'repository_manifest', '1000000 1000 1'),
  ('repository_manifest', 'repository_manifest_digest', '1000000 1'),
  ('repository_blob', 'repository_blob', '3000000 3000 1'),
  ('repository_blob', 'repository_blob_digest', '3000000 2'),
  ('history', 'history_name', '1000000 1000 2 1'),
  ('history', 'history_repository', '1000000 1000 1');
ANALYZE sqlite_schema;
