package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.content.LargeBlob;
import dev.stet.bench.load.Clients;
import dev.stet.bench.report.Figure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import java.io.IOException;
import java.util.Map;

/** One client, then four at once, get the same large blob. */
final class Downloads extends ReadWork {
  private static final int PARALLEL = 4;

  private final LargeBlob blob;
  private final String target;
  private final Scale scale;

  Downloads(Scale scale) throws IOException {
    this.blob = new LargeBlob(0, scale.blocks());
    this.target = Client.blobPath(REPOSITORY, blob.digest());
    this.scale = scale;
  }

  @Override
  public String name() {
    return "download";
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    putBlob(server, blob);
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    check(server, target, blob.digest(), blob.length());
    Metered one = fetch(server, 1, scale.downloads());
    int each = scale.downloads() / 2;
    Metered four = fetch(server, PARALLEL, each);
    PageCache.forgetLargeFiles(server.folder());
    long bytes = blob.length() * scale.downloads();
    long bytesOfFour = blob.length() * PARALLEL * each;
    return Map.of(
        Figure.DOWNLOAD, one.megabytesPerSecond(bytes),
        Figure.DOWNLOAD_CPU, one.cpuSecondsPerGigabyte(bytes),
        Figure.DOWNLOADS, four.megabytesPerSecond(bytesOfFour),
        Figure.DOWNLOADS_CPU, four.cpuSecondsPerGigabyte(bytesOfFour));
  }

  private Metered fetch(RunningServer server, int clients, int times) throws IOException {
    return Metered.measure(
        server,
        () ->
            Clients.times(
                server.address(), clients, times, client -> client.fetch(target, blob.length())));
  }
}
