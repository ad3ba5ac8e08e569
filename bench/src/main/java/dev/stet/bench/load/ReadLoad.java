package dev.stet.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Gets the same small file over and over. */
public interface ReadLoad {
  /** How many connections it holds open. */
  int CONNECTIONS = 32;

  /**
   * How many answers came in how long.
   *
   * @param answers how many, all with the right status and length
   * @param seconds how long it took
   */
  record Count(long answers, double seconds) {
    /** Answers in a second. */
    public double rate() {
      return answers / seconds;
    }
  }

  /** Its name, for the page. */
  String name();

  /**
   * Gets the file for a while.
   *
   * @param length the length of its content
   */
  Count run(InetSocketAddress server, String target, long length, Duration time) throws IOException;
}
