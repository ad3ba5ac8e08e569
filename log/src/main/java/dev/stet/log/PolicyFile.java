package dev.stet.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes the lines of a policy; reads one. Source: the draft c2sp.org/tlog-policy. */
final class PolicyFile {
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private final List<Policy.Member> members = new ArrayList<>();
  private final PolicyNames names = new PolicyNames();
  private Optional<VerifierKey> log = Optional.empty();
  private Optional<String> url = Optional.empty();
  private Optional<String> quorum = Optional.empty();

  Policy read(byte[] file) {
    String[] lines = Encoding.utf8(file, "a policy").split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      try {
        readLine(lines[i]);
      } catch (MalformedException e) {
        throw new MalformedException("policy, line " + (i + 1) + ": " + e.getMessage());
      }
    }
    String wanted = quorum.orElseThrow(() -> new MalformedException("policy: no quorum line"));
    return new Policy(
        log.orElseThrow(() -> new MalformedException("policy: no log line")),
        url,
        members,
        wanted.equals(Policy.NONE) ? Optional.empty() : Optional.of(wanted));
  }

  private void readLine(String line) {
    if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new MalformedException("a control character in " + MalformedException.show(line));
    }
    List<String> words = BLANKS.splitAsStream(line).filter(it -> !it.isEmpty()).toList();
    if (words.isEmpty() || words.getFirst().startsWith("#")) {
      return;
    }
    if (line.contains("#")) {
      throw new MalformedException("a comment has a line of its own, and # no other use");
    }
    switch (words.getFirst()) {
      case "log" -> readLog(words);
      case "witness" -> readWitness(words);
      case "group" -> readGroup(words);
      case "quorum" -> readQuorum(words);
      default ->
          throw new MalformedException(
              "wanted log, witness, group or quorum, got "
                  + MalformedException.show(words.getFirst()));
    }
  }

  private void readLog(List<String> words) {
    requireWords(words, 2, 3, "log VKEY [URL]");
    if (log.isPresent()) {
      throw new MalformedException("a second log, wanted one policy for each log");
    }
    VerifierKey key = VerifierKey.parse(words.get(1));
    requireKey(key, KeyType.ED25519, "log");
    log = Optional.of(key);
    url = words.stream().skip(2).findFirst();
    url.ifPresent(PolicyFile::requireWord);
  }

  private void readWitness(List<String> words) {
    requireWords(words, 3, 4, "witness NAME VKEY [URL]");
    define(
        new Policy.Witness(
            words.get(1), VerifierKey.parse(words.get(2)), words.stream().skip(3).findFirst()));
  }

  private void readGroup(List<String> words) {
    requireWords(words, 4, Integer.MAX_VALUE, "group NAME all|any|NUMBER MEMBER...");
    List<String> inGroup = words.subList(3, words.size());
    int threshold =
        switch (words.get(2)) {
          case "all" -> inGroup.size();
          case "any" -> 1;
          default -> (int) Math.min(Integer.MAX_VALUE, Encoding.decimal(words.get(2), "threshold"));
        };
    define(new Policy.Group(words.get(1), threshold, inGroup));
  }

  private void define(Policy.Member member) {
    names.define(member);
    members.add(member);
  }

  private void readQuorum(List<String> words) {
    requireWords(words, 2, 2, "quorum NAME|none");
    if (quorum.isPresent()) {
      throw new MalformedException("a second quorum");
    }
    String name = words.get(1);
    if (!name.equals(Policy.NONE)) {
      names.requireDefined(name);
    }
    quorum = Optional.of(name);
  }

  private static void requireWords(List<String> words, int least, int most, String form) {
    if (words.size() < least || words.size() > most) {
      throw new MalformedException("wanted " + form);
    }
  }

  static void requireMemberName(String name) {
    requireWord(name);
    if (name.equals(Policy.NONE)) {
      throw new MalformedException("none is nobody, and cannot be a name");
    }
  }

  static void requireWord(String word) {
    boolean forbidden =
        word.codePoints().anyMatch(c -> c < ' ' || c == 0x7f || c == '#' || Encoding.isSpace(c))
            || !Encoding.hasUtf8(word);
    if (word.isEmpty() || forbidden) {
      throw new MalformedException(
          "a name or URL is not empty and has no spaces, no # and no control characters: "
              + MalformedException.show(word));
    }
  }

  static void requireKey(VerifierKey key, KeyType type, String what) {
    requireWord(key.name());
    if (key.type() != type) {
      throw new MalformedException(
          "the key of a " + what + " is of type " + type + ", got " + key.type() + ": " + key);
    }
  }

  static String format(Policy policy) {
    StringBuilder lines = new StringBuilder("log " + policy.log() + optional(policy.url()) + "\n");
    for (Policy.Member member : policy.members()) {
      lines.append(
          switch (member) {
            case Policy.Witness it ->
                "witness " + it.name() + " " + it.key() + optional(it.url()) + "\n";
            case Policy.Group it ->
                "group "
                    + it.name()
                    + " "
                    + threshold(it)
                    + " "
                    + String.join(" ", it.members())
                    + "\n";
          });
    }
    return lines.append("quorum " + policy.quorum().orElse(Policy.NONE) + "\n").toString();
  }

  private static String optional(Optional<String> url) {
    return url.map(it -> " " + it).orElse("");
  }

  private static String threshold(Policy.Group group) {
    if (group.threshold() == group.members().size()) {
      return "all";
    }
    return group.threshold() == 1 ? "any" : Integer.toString(group.threshold());
  }
}
