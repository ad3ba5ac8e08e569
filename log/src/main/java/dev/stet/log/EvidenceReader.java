package dev.stet.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one evidence file, line by line; used once. */
final class EvidenceReader {
  private static final int MAX_HASHES = 64;

  private final List<String> lines;
  private int next;

  EvidenceReader(String text) {
    if (!text.endsWith("\n")) {
      throw new MalformedException("an evidence file ends in a line feed");
    }
    // The last line feed ends the last line, and begins no other.
    this.lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }

  EvidenceFile file() {
    if (!line().equals(EvidenceFile.HEAD)) {
      throw new MalformedException("an evidence file begins with " + EvidenceFile.HEAD);
    }
    String claim = value("claim");
    VerifierKey log = VerifierKey.parse(value("log"));
    EvidenceFile file =
        switch (claim) {
          case EvidenceFile.Fork.CLAIM -> fork(log);
          case "R6" -> unbound(log);
          default -> new EvidenceFile.Violation(log, rule(claim), note(), entries());
        };
    if (next != lines.size()) {
      throw new MalformedException(
          "nothing follows in this evidence file, got " + MalformedException.show(line()));
    }
    return file;
  }

  private EvidenceFile fork(VerifierKey log) {
    return new EvidenceFile.Fork(log, note(), note(), Hash.parseBase64(value("root")), hashes());
  }

  private EvidenceFile unbound(VerifierKey log) {
    Note checkpoint = note();
    EvidenceFile.Entry bare = entryLine();
    Hash leaf = Hash.parseBase64(value("leaf"));
    return new EvidenceFile.Unbound(
        log, checkpoint, new EvidenceFile.Entry(bare.index(), bare.entry(), hashes()), leaf);
  }

  private static Rule rule(String claim) {
    return Arrays.stream(Rule.values())
        .filter(rule -> rule.name().equals(claim))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedException(
                    "the claim of an evidence file is fork or R1 to R6, got "
                        + MalformedException.show(claim)));
  }

  private Note note() {
    long count = Encoding.decimal(value("checkpoint"), "the number of lines of a checkpoint");
    if (count > lines.size() - next) {
      throw new MalformedException("the evidence file ends within a checkpoint");
    }
    String text = String.join("\n", lines.subList(next, next + (int) count)) + "\n";
    next += (int) count;
    return Note.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<EvidenceFile.Entry> entries() {
    List<EvidenceFile.Entry> entries = new ArrayList<>();
    while (next < lines.size() && entries.size() <= EvidenceFile.MAX_ENTRIES) {
      EvidenceFile.Entry bare = entryLine();
      entries.add(new EvidenceFile.Entry(bare.index(), bare.entry(), hashes()));
    }
    return entries;
  }

  private EvidenceFile.Entry entryLine() {
    String[] parts = value("entry").split(" ", -1);
    if (parts.length != 2) {
      throw new MalformedException("an entry of an evidence file is an index and base64");
    }
    return new EvidenceFile.Entry(
        Encoding.decimal(parts[0], "the index of an entry"),
        Encoding.base64(parts[1], "an entry"),
        List.of());
  }

  private List<Hash> hashes() {
    List<Hash> hashes = new ArrayList<>();
    while (next < lines.size() && lines.get(next).startsWith("hash ")) {
      hashes.add(Hash.parseBase64(value("hash")));
      if (hashes.size() > MAX_HASHES) {
        throw new MalformedException("a proof has at most " + MAX_HASHES + " hashes");
      }
    }
    return hashes;
  }

  private String value(String name) {
    return Encoding.value(line(), name, "an evidence file");
  }

  private String line() {
    if (next == lines.size()) {
      throw new MalformedException("the evidence file ends too early");
    }
    return lines.get(next++);
  }
}
