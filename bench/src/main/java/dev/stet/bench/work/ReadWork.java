package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.content.LargeBlob;
import dev.stet.bench.content.SmallImage;
import dev.stet.bench.server.RunningServer;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Work that reads what lies in one repository, be it a registry's or files of the same paths. */
abstract class ReadWork implements Work {
  /** The repository that is read from. */
  static final String REPOSITORY = "bench/read";

  /** The tag of the image in it. */
  static final String TAG = "v1";

  @Override
  public boolean needsPushes() {
    return false;
  }

  /** Puts an image into the repository. */
  static void putImage(RunningServer server, SmallImage image) throws IOException {
    if (server.server().takesPushes()) {
      try (Client client = new Client(server.address())) {
        client.pushBlob(REPOSITORY, image.layerDigest(), image.layer());
        client.pushBlob(REPOSITORY, image.configDigest(), image.config());
        client.putManifest(REPOSITORY, TAG, image.manifest(), image.manifestDigest());
      }
    } else {
      putFile(server, Client.manifestPath(REPOSITORY, TAG), image.manifest());
      putFile(server, Client.blobPath(REPOSITORY, image.layerDigest()), image.layer());
    }
  }

  /** Puts a large blob into the repository. */
  static void putBlob(RunningServer server, LargeBlob blob) throws IOException {
    if (server.server().takesPushes()) {
      try (Client client = new Client(server.address())) {
        client.putBlob(REPOSITORY, blob);
      }
      return;
    }
    Path file = file(server, Client.blobPath(REPOSITORY, blob.digest()));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      blob.forEachBlock(channel::write);
    }
  }

  private static void putFile(RunningServer server, String target, byte[] bytes)
      throws IOException {
    Files.write(file(server, target), bytes);
  }

  private static Path file(RunningServer server, String target) throws IOException {
    Path file = server.folder().resolve("www" + target);
    Files.createDirectories(file.getParent());
    return file;
  }

  /** Gets a file once and checks it whole; a registry has to name its digest. */
  static void check(RunningServer server, String target, Digest digest, long length)
      throws IOException {
    try (Client client = new Client(server.address())) {
      if (server.server().takesPushes()) {
        client.pull(target, digest, length);
      } else {
        client.check(target, digest, length);
      }
    }
  }
}
