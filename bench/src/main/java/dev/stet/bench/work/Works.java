package dev.stet.bench.work;

import dev.stet.bench.load.ReadLoad;
import java.io.IOException;
import java.util.List;

/** All pieces of work. */
public final class Works {
  private Works() {}

  /** All pieces of work that need a running server, in the order in which they are done. */
  public static List<Work> all(ReadLoad load, Scale scale) throws IOException {
    return List.of(
        SmallReads.ofManifest(load, scale),
        SmallReads.ofBlob(load, scale),
        new Downloads(scale),
        new Uploads(scale),
        new Pushes(scale),
        new Claims(scale),
        TagLists.ofThousand(scale),
        TagLists.ofMany(scale));
  }
}
