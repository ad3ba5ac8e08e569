package dev.stet.bench.work;

import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A piece of work that every server does, again and again. */
public interface Work {
  /** The name of what shows the cost of the log of tags. */
  String LOG = "log";

  /** The name of the audit of a large log. */
  String AUDIT = "audit";

  /** Its name, as the option {@code --only} has it. */
  String name();

  /** Whether only servers that take pushes can do it, as most work wants. */
  default boolean needsPushes() {
    return true;
  }

  /** Gives a server what the work needs, if it is not made while measuring; once. */
  default void prepare(RunningServer server) throws IOException {}

  /**
   * Does the work and measures it.
   *
   * @throws dev.stet.bench.client.WrongAnswerException if the server answers wrongly
   */
  Map<Quantity, Double> measure(RunningServer server) throws IOException;

  /**
   * Measures what the work costs without any server.
   *
   * @param folder on the disk of the servers
   */
  default Map<Quantity, Double> measureFloor(Path folder) throws IOException {
    return Map.of();
  }
}
