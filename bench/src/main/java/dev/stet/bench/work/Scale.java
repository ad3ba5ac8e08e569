package dev.stet.bench.work;

import java.time.Duration;
import java.util.List;

/**
 * How much of each work is done for one value.
 *
 * @param time how long small requests are repeated
 * @param blocks the length of a large blob in MiB
 * @param downloads how many large blobs a client gets
 * @param uploads how many large blobs are pushed
 * @param imagesOfZb how many images zb pushes or pulls in each of its tests
 * @param entries of the log that is audited
 * @param growth how much there is of what grows
 */
public record Scale(
    Duration time,
    int blocks,
    int downloads,
    int uploads,
    int imagesOfZb,
    int entries,
    Growth growth) {
  /**
   * The sizes at which something is measured to see how its cost grows.
   *
   * @param tags of one repository
   * @param repositories with a tag or two
   * @param clients at once
   */
  public record Growth(List<Integer> tags, List<Integer> repositories, List<Integer> clients) {
    /** Takes copies. */
    public Growth {
      tags = List.copyOf(tags);
      repositories = List.copyOf(repositories);
      clients = List.copyOf(clients);
    }
  }

  /** What is published. */
  public static final Scale FULL =
      new Scale(
          Duration.ofSeconds(4),
          256,
          8,
          3,
          40,
          1_000_000,
          new Growth(
              List.of(1000, 10_000, 100_000, 1_000_000),
              List.of(10, 100, 1000, 10_000),
              List.of(1, 4, 16, 64)));

  /** For trying whether everything works. */
  public static final Scale QUICK =
      new Scale(
          Duration.ofSeconds(1),
          16,
          4,
          2,
          4,
          10_000,
          new Growth(List.of(1000, 10_000), List.of(10, 100), List.of(1, 16)));

  /** How long each of the many small measurements is repeated that show how cost grows. */
  Duration shortTime() {
    return time.dividedBy(4);
  }
}
