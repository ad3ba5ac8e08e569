package dev.stet.registry.care;

import dev.stet.api.Api;
import dev.stet.api.Check;
import dev.stet.api.Damage;
import dev.stet.registry.care.Finding.Repair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one check has looked at and found. It keeps so many findings and counts the rest: a registry
 * with more has one cause for them all. Handed from thread to thread, used by one at a time.
 */
final class Findings {
  private static final int MOST = 1000;

  private final List<Finding> kept = new ArrayList<>();
  private long others;
  private long names;
  private long manifests;
  private long blobs;
  private long entries;
  private long bytes;

  void add(DamageKind kind, String subject, String message) {
    add(kind, subject, message, Repair.NONE);
  }

  void add(DamageKind kind, String subject, String message, Repair repair) {
    if (kept.size() < MOST) {
      kept.add(new Finding(kind, subject, message, repair));
    } else {
      others++;
    }
  }

  void sawName() {
    names++;
  }

  void sawManifest() {
    manifests++;
  }

  void sawBlob() {
    blobs++;
  }

  void sawEntry() {
    entries++;
  }

  void read(long count) {
    bytes += count;
  }

  /**
   * The answer.
   *
   * @param repair whether to do something about what was found
   */
  Check close(boolean repair) throws IOException {
    List<Damage> damages = new ArrayList<>();
    for (Finding finding : kept) {
      damages.add(finding.shown(repair && finding.repair().run()));
    }
    if (others > 0) {
      damages.add(
          new Damage(
              "more",
              Long.toString(others),
              "so many more problems are not listed and nothing was done about them: see to these,"
                  + " then check again",
              false));
    }
    return new Check(Api.VERSION, damages, names, manifests, blobs, entries, bytes);
  }
}
