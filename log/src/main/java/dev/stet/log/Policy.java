package dev.stet.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What must be under a checkpoint before it is believed: the signature of the one log, and those of
 * a quorum of others.
 *
 * <p>A policy is a file that somebody wrote by hand and keeps with what depends on it:
 *
 * <pre>
 * log log.example/stet+5bedb1e5+AeKy…
 * witness w1 witness.example/w1+a9bea87c+BFiT…
 * witness w2 witness.example/w2+41e5a5e8+BDGz…
 * group witnesses any w1 w2
 * quorum witnesses
 * </pre>
 *
 * <p>Source: the draft c2sp.org/tlog-policy. It allows any number of logs; here there is exactly
 * one, because the entries of a log do not say which registry they are about. What follows a {@code
 * #} within a line is read differently by other programs, so it is refused.
 *
 * @param log the key of the log; its name is the origin
 * @param url where the log is, for who wants it
 * @param members witnesses and groups; a group comes after its members
 * @param quorum the member that must have cosigned; empty if nobody must
 */
public record Policy(
    VerifierKey log, Optional<String> url, List<Member> members, Optional<String> quorum) {
  /** The word for a quorum of nobody. */
  static final String NONE = "none";

  /** How far a cosigner's clock may be ahead of ours, in seconds; a time beyond shows no age. */
  private static final long SKEW = 300;

  /** What a quorum is made of. */
  public sealed interface Member {
    /** What it is called in this policy. */
    String name();
  }

  /**
   * Somebody who cosigns: a witness, or an auditor, who is one that also read every entry.
   *
   * @param key of type {@link KeyType#COSIGNATURE}
   * @param url where it takes checkpoints
   */
  public record Witness(String name, VerifierKey key, Optional<String> url) implements Member {
    /** Checks the type of the key, and that name and URL are words. */
    public Witness {
      PolicyFile.requireMemberName(name);
      PolicyFile.requireKey(key, KeyType.COSIGNATURE, "witness");
      url.ifPresent(PolicyFile::requireWord);
    }
  }

  /**
   * Members of which so many must have cosigned.
   *
   * @param threshold from 1 to the number of members
   * @param members names of witnesses and groups
   */
  public record Group(String name, int threshold, List<String> members) implements Member {
    /** Checks the threshold, and that the name is a word. */
    public Group {
      PolicyFile.requireMemberName(name);
      if (threshold < 1 || threshold > members.size()) {
        throw new MalformedException(
            "the threshold of the group "
                + name
                + " is "
                + threshold
                + ", wanted 1 to the number of its members, "
                + members.size());
      }
      members = List.copyOf(members);
    }
  }

  /**
   * A checkpoint that a policy accepts.
   *
   * @param cosignatures the good ones by members of the policy, whether the quorum needs them or
   *     not
   * @param quorumTime the latest time, in seconds since 1970, such that the cosignatures of that
   *     time or later make the quorum; empty if it needs none
   */
  public record Accepted(
      Checkpoint checkpoint, List<Cosigned> cosignatures, OptionalLong quorumTime) {
    /** Keeps the list as it is. */
    public Accepted {
      cosignatures = List.copyOf(cosignatures);
    }

    /**
     * Checks the age of what the quorum stands for. A cosignature that claims a time which has not
     * come shows nothing about age: it could be from any time.
     *
     * @param now in seconds since 1970
     * @param longest the greatest age, in seconds
     * @throws VerificationException with {@link Check#FRESHNESS} if it is older, if a cosignature
     *     is more than five minutes ahead of now, or if the policy demands no cosignatures, so that
     *     nothing shows an age
     */
    public void requireFresh(long now, long longest) {
      long since =
          quorumTime.orElseThrow(
              () ->
                  new VerificationException(
                      Check.FRESHNESS,
                      "the policy demands no cosignatures, so nothing shows how old the checkpoint"
                          + " is"));
      cosignatures.forEach(it -> requirePast(it, now));
      if (since < now - longest) {
        throw new VerificationException(
            Check.FRESHNESS,
            "the cosignatures are " + (now - since) + " s old, wanted at most " + longest + " s");
      }
    }

    private static void requirePast(Cosigned cosigned, long now) {
      if (cosigned.seconds() > now + SKEW) {
        throw new VerificationException(
            Check.FRESHNESS,
            "the cosignature of "
                + cosigned.by().name()
                + " is "
                + (cosigned.seconds() - now)
                + " s ahead of now, wanted at most "
                + SKEW
                + " s: its clock is wrong, or yours");
      }
    }
  }

  /**
   * A good cosignature.
   *
   * @param seconds since 1970, the newest if there are several
   */
  public record Cosigned(Witness by, long seconds) {}

  /** Checks that every name is defined before it is used, and used once. */
  public Policy {
    PolicyFile.requireKey(log, KeyType.ED25519, "log");
    url.ifPresent(PolicyFile::requireWord);
    members = List.copyOf(members);
    PolicyNames names = new PolicyNames();
    members.forEach(names::define);
    quorum.ifPresent(names::requireDefined);
  }

  /**
   * Reads a policy file.
   *
   * @throws MalformedException naming the line that is wrong
   */
  public static Policy parse(byte[] file) {
    return new PolicyFile().read(file);
  }

  /** The lines of the policy, without the comments and spaces that it may have had in its file. */
  public String text() {
    return PolicyFile.format(this);
  }

  /** The witnesses, in their order. */
  public List<Witness> witnesses() {
    return members.stream().filter(Witness.class::isInstance).map(Witness.class::cast).toList();
  }

  /**
   * Checks a checkpoint: its origin, the signature of the log, and the quorum. Cosignatures count
   * once a key; those by keys that are not in the policy are ignored.
   *
   * @throws VerificationException naming the check that failed; {@link Check#SIGNATURE} also if a
   *     key of the policy that the quorum does not need has a bad signature
   * @throws MalformedException if the note is of no checkpoint
   */
  public Accepted check(Note note) {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (!checkpoint.origin().equals(log.name())) {
      throw new VerificationException(
          Check.ORIGIN,
          "the checkpoint is of the log "
              + MalformedException.show(checkpoint.origin())
              + ", the policy is for "
              + MalformedException.show(log.name()));
    }
    List<VerifierKey> keys = new ArrayList<>(List.of(log));
    witnesses().forEach(it -> keys.add(it.key()));
    if (!note.verifiedBy(keys).contains(log)) {
      throw new VerificationException(
          Check.LOG_SIGNATURE, "the checkpoint bears no signature by the key of the log, " + log);
    }
    List<Cosigned> cosigned = cosigned(note);
    return new Accepted(checkpoint, cosigned, quorumTime(cosigned));
  }

  /** The times under a note of which each line by one of the keys has been found good. */
  private List<Cosigned> cosigned(Note note) {
    List<Cosigned> cosigned = new ArrayList<>();
    for (Witness witness : witnesses()) {
      note.signatures().stream()
          .filter(witness.key()::claimedBy)
          .mapToLong(Cosignature::seconds)
          .max()
          .ifPresent(it -> cosigned.add(new Cosigned(witness, it)));
    }
    return cosigned;
  }

  private OptionalLong quorumTime(List<Cosigned> cosigned) {
    if (quorum.isEmpty()) {
      return OptionalLong.empty();
    }
    Map<String, Long> times = new HashMap<>();
    cosigned.forEach(it -> times.put(it.by().name(), it.seconds()));
    for (Member member : members) {
      if (member instanceof Group group) {
        groupTime(group, times).ifPresent(it -> times.put(group.name(), it));
      }
    }
    Long time = times.get(quorum.get());
    if (time == null) {
      throw new VerificationException(
          Check.QUORUM,
          "the checkpoint is cosigned by "
              + (cosigned.isEmpty() ? "nobody in the policy" : names(cosigned))
              + ", which is not the quorum "
              + quorum.get());
    }
    return OptionalLong.of(time);
  }

  /** The time of the oldest cosignature among the newest that make the threshold. */
  private static Optional<Long> groupTime(Group group, Map<String, Long> times) {
    return group.members().stream()
        .filter(times::containsKey)
        .map(times::get)
        .sorted(Comparator.reverseOrder())
        .skip(group.threshold() - 1L)
        .findFirst();
  }

  private static String names(List<Cosigned> cosigned) {
    return String.join(", ", cosigned.stream().map(it -> it.by().name()).toList());
  }
}
