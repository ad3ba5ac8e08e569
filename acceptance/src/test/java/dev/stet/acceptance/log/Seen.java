package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stet.acceptance.running.Command;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What somebody saw of a log: checkpoints, and claims that were acknowledged. A sound log has it
 * all for ever. Safe for use by many threads.
 */
public final class Seen {
  private final List<String> checkpoints = new ArrayList<>(); // under this
  private final List<String> claims = new ArrayList<>(); // under this

  /** A checkpoint was served. */
  public synchronized void checkpoint(byte[] note) {
    checkpoints.add(Base64.getEncoder().encodeToString(note));
  }

  /** A claim was acknowledged, with the index of its entry. */
  public synchronized void claim(long index, String repository, String tag, Digest digest) {
    claims.add(String.join(" ", Long.toString(index), repository, tag, digest.toString()));
  }

  /**
   * Has a judge look for all of it in the log.
   *
   * @param folder where it can be written down
   */
  synchronized Command askedOf(Command judge, Path folder) throws IOException {
    return judge.with(
        "-checkpoints", Files.write(folder.resolve("checkpoints"), checkpoints, UTF_8),
        "-claims", Files.write(folder.resolve("claims"), claims, UTF_8));
  }
}
