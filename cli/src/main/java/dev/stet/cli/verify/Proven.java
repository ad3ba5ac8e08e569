package dev.stet.cli.verify;

import dev.stet.cli.output.Cell;
import dev.stet.cli.policy.Operators;
import dev.stet.log.Policy;
import dev.stet.oci.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a proof has shown.
 *
 * @param digest what the tag names
 * @param index of the entry
 * @param policy under which it was shown
 * @param checkpoint as the policy accepts it
 */
record Proven(Wanted wanted, Digest digest, long index, Policy policy, Policy.Accepted checkpoint) {
  /** What was shown and who stands for it, for people. */
  List<String> lines(Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "verified %s: entry %d of %d in the log %s"
            .formatted(
                wanted, index, checkpoint.checkpoint().size(), checkpoint.checkpoint().origin()));
    lines.add("  signed by the log, which the operator of the registry runs");
    for (Policy.Cosigned cosigned : checkpoint.cosignatures()) {
      Instant at = Instant.ofEpochSecond(cosigned.seconds());
      lines.add(
          "  cosigned by %s (%s), %s; %s"
              .formatted(
                  cosigned.by().name(),
                  cosigned.by().key().name(),
                  isOfLog(cosigned)
                      ? "which the operator of the registry runs too"
                      : "run by whoever your policy trusts under that name",
                  Cell.moment(at, now).shown()));
    }
    if (policy.quorum().isEmpty()) {
      lines.add("  the policy demands no cosignatures: this is the operator's word alone");
    }
    return lines;
  }

  boolean isOfLog(Policy.Cosigned cosigned) {
    return Operators.isOfLog(policy.log(), cosigned.by().key());
  }
}
