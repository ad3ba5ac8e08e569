package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.content.LargeBlob;
import dev.stet.bench.report.Figure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One client pushes large blobs that the server has never seen, one after another. */
final class Uploads implements Work {
  private static final String REPOSITORY = "bench/upload";

  private final Scale scale;
  private long number;

  Uploads(Scale scale) {
    this.scale = scale;
  }

  @Override
  public String name() {
    return "upload";
  }

  /** One way to push a blob. */
  @FunctionalInterface
  private interface Push {
    void push(Client client, LargeBlob blob) throws IOException;
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    long bytes = (long) scale.uploads() * scale.blocks() * LargeBlob.BLOCK;
    Metered patched = upload(server, (client, blob) -> client.patchBlob(REPOSITORY, blob));
    Metered whole = upload(server, (client, blob) -> client.putBlob(REPOSITORY, blob));
    return Map.of(
        Figure.UPLOAD, patched.megabytesPerSecond(bytes),
        Figure.UPLOAD_CPU, patched.cpuSecondsPerGigabyte(bytes),
        Figure.WHOLE_UPLOAD, whole.megabytesPerSecond(bytes),
        Figure.WHOLE_UPLOAD_CPU, whole.cpuSecondsPerGigabyte(bytes));
  }

  private Metered upload(RunningServer server, Push push) throws IOException {
    List<LargeBlob> blobs = newBlobs();
    try (Client client = new Client(server.address())) {
      Metered metered =
          Metered.measure(
              server,
              () -> {
                for (LargeBlob blob : blobs) {
                  push.push(client, blob);
                }
              });
      LargeBlob last = blobs.getLast();
      client.pull(Client.blobPath(REPOSITORY, last.digest()), last.digest(), last.length());
      PageCache.forgetLargeFiles(server.folder());
      return metered;
    }
  }

  private List<LargeBlob> newBlobs() throws IOException {
    List<LargeBlob> blobs = new ArrayList<>();
    for (int i = 0; i < scale.uploads(); i++) {
      blobs.add(new LargeBlob(++number, scale.blocks()));
    }
    return blobs;
  }

  @Override
  public Map<Quantity, Double> measureFloor(Path folder) throws IOException {
    double seconds = 0;
    for (LargeBlob blob : newBlobs()) {
      long begin = System.nanoTime();
      store(blob, folder.resolve("floor"));
      seconds += (System.nanoTime() - begin) / 1e9;
      Files.delete(folder.resolve("floor"));
    }
    double megabytes = (double) scale.uploads() * scale.blocks() * LargeBlob.BLOCK / 1e6;
    return Map.of(Figure.UPLOAD_FLOOR, megabytes / seconds);
  }

  private static void store(LargeBlob blob, Path file) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] bytes = new byte[LargeBlob.BLOCK];
      blob.forEachBlock(
          block -> {
            block.get(bytes).rewind();
            hash.update(bytes);
            channel.write(block);
          });
      channel.force(true);
    }
    if (!Digest.ofHash(Digest.Algorithm.SHA256, hash.digest()).equals(blob.digest())) {
      throw new IllegalStateException("the blob changed while it was stored");
    }
  }
}
