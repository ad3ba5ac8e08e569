package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.content.SmallImage;
import dev.stet.bench.load.Clients;
import dev.stet.bench.load.Latencies;
import dev.stet.bench.server.RunningServer;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pushes manifests of blobs that are there already, each another manifest under another tag. Safe
 * for use by many threads.
 */
final class Claimer {
  private final SmallImage image = new SmallImage(0);
  private final AtomicLong number = new AtomicLong();

  /** Pushes the blobs. */
  void prepare(RunningServer server, String repository) throws IOException {
    try (Client client = new Client(server.address())) {
      prepare(client, repository);
    }
  }

  /** Pushes the blobs. */
  void prepare(Client client, String repository) throws IOException {
    client.pushBlob(repository, image.layerDigest(), image.layer());
    client.pushBlob(repository, image.configDigest(), image.config());
  }

  /** Pushes the next manifest. */
  void claim(Client client, String repository) throws IOException {
    long next = number.incrementAndGet();
    byte[] manifest = image.manifestOf(next);
    client.putManifest(repository, tag(next), manifest, Digest.sha256(manifest));
  }

  /** Pushes one manifest after the other, by so many clients at once. */
  Latencies claim(RunningServer server, String repository, int clients, Duration time)
      throws IOException {
    return Clients.repeat(server.address(), clients, time, client -> claim(client, repository));
  }

  private static String tag(long number) {
    return "v" + number; // after the tags that lists begin with
  }

  /** Checks that the manifest that was pushed last is there. */
  void pullLast(RunningServer server, String repository) throws IOException {
    byte[] manifest = image.manifestOf(number.get());
    try (Client client = new Client(server.address())) {
      client.pull(
          Client.manifestPath(repository, tag(number.get())),
          Digest.sha256(manifest),
          manifest.length);
    }
  }
}
