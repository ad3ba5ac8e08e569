package dev.stet.bench.work;

import java.time.Duration;

/**
 * How much of each work is done for one value.
 *
 * @param time how long small requests are repeated
 * @param blocks the length of a large blob in MiB
 * @param downloads how many large blobs a client gets
 * @param uploads how many large blobs are pushed
 * @param manyTags how many tags are many
 */
public record Scale(Duration time, int blocks, int downloads, int uploads, int manyTags) {
  /** What is published. */
  public static final Scale FULL = new Scale(Duration.ofSeconds(4), 256, 8, 3, 1_000_000);

  /** For trying whether everything works. */
  public static final Scale QUICK = new Scale(Duration.ofSeconds(1), 16, 4, 2, 10_000);
}
