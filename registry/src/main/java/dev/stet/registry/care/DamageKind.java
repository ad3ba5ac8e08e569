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
  HISTORY_CONTRADICTED,
  /** The log of tags, in itself. */
  LOG_DAMAGED,
  /** A tag of which its record and the log say different things. */
  LOG_CONTRADICTED,
  /** What is kept to open the meta line of an entry of the log. */
  LOG_OPENING_DAMAGED;

  /** How the kind is written in the API. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
