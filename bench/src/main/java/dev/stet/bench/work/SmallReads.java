package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.content.SmallImage;
import dev.stet.bench.load.ReadLoad;
import dev.stet.bench.report.Figure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.util.Map;

/** Many clients get the same manifest, or the same blob of 4 KiB. */
final class SmallReads extends ReadWork {
  private final String name;
  private final SmallImage image;
  private final String target;
  private final Digest digest;
  private final long length;
  private final Figure rate;
  private final Figure cpu;
  private final ReadLoad load;
  private final Scale scale;

  private SmallReads(String name, boolean manifest, SmallImage image, ReadLoad load, Scale scale) {
    this.name = name;
    this.image = image;
    this.target =
        manifest
            ? Client.manifestPath(REPOSITORY, TAG)
            : Client.blobPath(REPOSITORY, image.layerDigest());
    this.digest = manifest ? image.manifestDigest() : image.layerDigest();
    this.length = manifest ? image.manifest().length : image.layer().length;
    this.rate = manifest ? Figure.MANIFEST_RATE : Figure.SMALL_BLOB_RATE;
    this.cpu = manifest ? Figure.MANIFEST_CPU : Figure.SMALL_BLOB_CPU;
    this.load = load;
    this.scale = scale;
  }

  static SmallReads ofManifest(ReadLoad load, Scale scale) {
    return new SmallReads("manifest", true, new SmallImage(0), load, scale);
  }

  static SmallReads ofBlob(ReadLoad load, Scale scale) {
    return new SmallReads("blob", false, new SmallImage(0), load, scale);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    putImage(server, image);
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    check(server, target, digest, length);
    double cpuBefore = server.usage().cpuSeconds();
    ReadLoad.Count count = load.run(server.address(), target, length, scale.time());
    double cpuSeconds = server.usage().cpuSeconds() - cpuBefore;
    check(server, target, digest, length);
    return Map.of(rate, count.rate(), cpu, cpuSeconds / count.answers() * 1e6);
  }
}
