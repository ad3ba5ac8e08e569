package dev.stet.registry.space;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;

/**
 * What a collection took out of sight, or would take.
 *
 * @param manifests some of the manifests
 * @param manifestCount how many manifests there are
 * @param blobs how many blobs
 * @param bytes the sizes of manifests and blobs together
 * @param kept some of the manifests that nothing needs and that must stay
 */
record Garbage(List<Item> manifests, long manifestCount, long blobs, long bytes, List<Kept> kept) {
  /** A manifest that nothing needs. */
  record Item(RepositoryName repository, Verdict.Manifest manifest) {}

  /**
   * A manifest that nothing needs and that must stay.
   *
   * @param why in words that follow "because it"
   */
  record Kept(RepositoryName repository, Digest digest, String why) {}

  /** Takes copies. */
  Garbage {
    manifests = List.copyOf(manifests);
    kept = List.copyOf(kept);
  }

  /** Adds up what is found; for use by one thread. */
  static final class Tally {
    /** How many manifests are told of one by one. */
    private static final int MOST = 1000;

    private final List<Item> manifests = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private long manifestCount;
    private long blobs;
    private long bytes;

    void manifest(RepositoryName repository, Verdict.Manifest manifest) {
      manifestCount++;
      bytes += manifest.size();
      if (manifests.size() < MOST) {
        manifests.add(new Item(repository, manifest));
      }
    }

    void blobs(List<Need.Blob> found) {
      blobs += found.size();
      bytes += found.stream().mapToLong(Need.Blob::size).sum();
    }

    void taken(RepositoryName repository, CollectionStep.Taken taken) {
      taken.manifests().forEach(manifest -> manifest(repository, manifest));
      blobs(taken.blobs());
    }

    /** Notes what is kept only because something protects it. */
    void kept(RepositoryName repository, Candidates.Judged judged) {
      if (judged.verdict() instanceof Verdict.Protected(String why) && kept.size() < MOST) {
        kept.add(new Kept(repository, judged.digest(), why));
      }
    }

    Garbage garbage() {
      return new Garbage(manifests, manifestCount, blobs, bytes, kept);
    }
  }
}
