package dev.stet.server.cosigning;

import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.VerificationException;
import dev.stet.log.VerifierKey;
import java.util.List;

/** Whether enough others have signed a checkpoint. */
@FunctionalInterface
public interface Quorum {
  /** Whether the signatures under it, which are all good, are enough. */
  boolean isMet(Note checkpoint);

  /** Enough for this policy; a policy that demands nobody is met by the log's own signature. */
  static Quorum of(Policy policy) {
    return checkpoint -> {
      try {
        policy.check(checkpoint);
        return true;
      } catch (VerificationException e) {
        return false;
      }
    };
  }

  /** Signed by each of these. */
  static Quorum all(List<VerifierKey> keys) {
    return checkpoint -> keys.stream().allMatch(key -> checkpoint.by(key).isPresent());
  }
}
