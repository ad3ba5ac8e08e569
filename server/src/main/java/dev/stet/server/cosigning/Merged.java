package dev.stet.server.cosigning;

import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import dev.stet.log.VerifierKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was signed of one checkpoint. Guarded by the lock of {@link Gathered}. */
final class Merged {
  private final Note note;
  private final Map<VerifierKey, NoteSignature> lines = new LinkedHashMap<>();

  Merged(Note note) {
    this.note = note;
  }

  /**
   * Who has signed, and what.
   *
   * @param names in their order, separated by spaces
   */
  record Set(String names, Note checkpoint) {}

  /** Adds a signature; a newer one of the same key takes the place of the older. */
  void add(VerifierKey key, NoteSignature line) {
    lines.put(key, line);
  }

  /** The checkpoint with all signatures. */
  Note signed() {
    List<NoteSignature> all = new ArrayList<>(note.signatures());
    all.addAll(lines.values());
    return new Note(note.text(), all);
  }

  /** All that it has; empty if nobody has signed. */
  Optional<Set> set() {
    String names =
        lines.keySet().stream()
            .map(VerifierKey::name)
            .sorted(Comparator.naturalOrder())
            .collect(Collectors.joining(" "));
    return lines.isEmpty() ? Optional.empty() : Optional.of(new Set(names, signed()));
  }
}
