package dev.stet.bench.work;

import dev.stet.bench.load.ReadLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All pieces of work. */
public final class Works {
  private Works() {}

  /** All pieces of work that need a running server, in the order in which they are done. */
  public static List<Work> all(ReadLoad load, Scale scale) throws IOException {
    List<Work> works = new ArrayList<>(once(load, scale));
    scale.growth().tags().forEach(tags -> works.add(new ManyTags(tags, scale)));
    scale.growth().repositories().forEach(size -> works.add(new ManyRepositories(size, scale)));
    scale.growth().clients().forEach(clients -> works.add(new ManyClients(clients, scale)));
    return works;
  }

  private static List<Work> once(ReadLoad load, Scale scale) throws IOException {
    return List.of(
        SmallReads.ofManifest(load, scale),
        SmallReads.ofBlob(load, scale),
        new Downloads(scale),
        new Uploads(scale),
        new Pushes(scale),
        new Claims(scale));
  }

  /** What shows the cost of the log of tags. */
  public static Work ofLog(Scale scale) {
    return new LogCost(scale);
  }

  /** Counts syncs; for servers that are traced. */
  public static Work ofSyncs() {
    return new Syncs();
  }

  /**
   * Audits a large log, and verifies proofs from it.
   *
   * @param stet the command
   * @param folder on the disk of the servers, for the log
   */
  public static Work ofAudit(Path stet, Path folder, Scale scale) throws IOException {
    return new Audit(stet, folder, scale);
  }
}
