package dev.stet.registry.care;

import java.util.Locale;

/** What a check can find. */
enum DamageKind {
  /** The database file, as far as it can tell by itself. */
  DATABASE_DAMAGED,
  /** The record of a name, by its checksum. */
  NAME_DAMAGED,
  /** A name that the history has and the records lack. */
  NAME_MISSING,
  /** A repository that names need and the records lack. */
  REPOSITORY_MISSING,
  /** A manifest that is named or held, and not there. */
  MANIFEST_MISSING,
  /** The bytes of a manifest. */
  MANIFEST_DAMAGED,
  /** Something that a manifest needs and its repository does not hold. */
  REFERENCE_MISSING,
  /** A blob without its bytes. */
  BLOB_MISSING,
  /** The bytes of a blob. */
  BLOB_DAMAGED,
  /** A file that no record names. */
  FILE_ORPHANED,
  /** A channel that does not point to a tag that stands for the same image. */
  CHANNEL_ASTRAY,
  /** Numbers that the history lacks. */
  HISTORY_GAP,
  /** A record of a name that says something else than its history. */
  HISTORY_CONTRADICTED;

  /** How the kind is written in the API. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
