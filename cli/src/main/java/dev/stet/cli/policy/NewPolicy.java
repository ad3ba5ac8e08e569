package dev.stet.cli.policy;

import dev.stet.log.MalformedException;
import dev.stet.log.Policy;
import dev.stet.log.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A policy that is put together from keys: of the witnesses and of the auditors, if there are any,
 * so many each have to sign.
 *
 * @param log the key of the log
 * @param quorum how many of each, or all where there are fewer; by default more than half
 */
record NewPolicy(
    VerifierKey log,
    List<VerifierKey> witnesses,
    List<VerifierKey> auditors,
    Optional<Integer> quorum) {
  private static final String WITNESSES = "witnesses";
  private static final String AUDITORS = "auditors";
  private static final String ALONE =
      """
      # Nobody but the log has to sign, so this holds the registry to its own word: one that shows
      # you another history than others, or a name that was given twice, would not be noticed here.
      # --witness and --auditor of stet policy init name others who have to sign.
      """;
  private static final String OWN_AUDITOR =
      """
       is run by the operator of the registry itself. It notices mistakes, a backup
      # that was put back (unless its own records were put back as well) and records that somebody
      # changed behind the registry's back. Against the operator it is no protection: for that,
      # another party has to run an auditor, and its key has to stand here.
      """;

  /** Checks the quorum. */
  NewPolicy {
    int most = Math.max(witnesses.size(), auditors.size());
    if (quorum.isPresent() && (quorum.get() < 1 || quorum.get() > most)) {
      throw new MalformedException(
          "a quorum of " + quorum.get() + " is not possible with " + most + " who sign");
    }
  }

  Policy policy() {
    List<Policy.Member> members = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    add(WITNESSES, "witness", witnesses, members, groups);
    add(AUDITORS, "auditor", auditors, members, groups);
    if (groups.size() > 1) {
      members.add(new Policy.Group("both", groups.size(), groups));
      groups.add("both");
    }
    Optional<String> last = groups.isEmpty() ? Optional.empty() : Optional.of(groups.getLast());
    return new Policy(log, Optional.empty(), members, last);
  }

  private void add(
      String group,
      String name,
      List<VerifierKey> keys,
      List<Policy.Member> members,
      List<String> groups) {
    if (keys.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (VerifierKey key : keys) {
      names.add(name + "-" + (names.size() + 1));
      members.add(new Policy.Witness(names.getLast(), key, Optional.empty()));
    }
    int threshold = quorum.map(it -> Math.min(it, names.size())).orElse(names.size() / 2 + 1);
    members.add(new Policy.Group(group, threshold, names));
    groups.add(group);
  }

  /** The text of the file, with comments that say what the policy is worth. */
  String text(String registry) {
    Policy policy = policy();
    StringBuilder text =
        new StringBuilder("# Whose signatures are believed about " + registry + ".\n");
    if (policy.quorum().isEmpty()) {
      text.append(ALONE);
    }
    policy.witnesses().stream()
        .filter(it -> Operators.isOfLog(log, it.key()))
        .forEach(it -> text.append("# ").append(it.name()).append(OWN_AUDITOR));
    return text.append(policy.text()).toString();
  }
}
