package dev.stet.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.Tools;
import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory has a bound, however many upload at once: many more than the heap has room for if each had
 * the buffer that one has alone.
 */
class MemoryTest {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int CONNECTIONS = 8; // of HTTP/2
  private static final long MOST = 640L * MEBIBYTE; // of which 384 are heap
  private static final String REPOSITORY = "shop/memory";
  private static final byte[] PIECE = new byte[MEBIBYTE];

  @TempDir private Path folder;

  @Test
  void manyUploadsAtOnceHaveRoom() throws Exception {
    new OverHttp1(512, 2).haveRoom();
  }

  @Test
  void manyUploadsOnFewConnectionsHaveRoom() throws Exception {
    new OverHttp2(512, 2).haveRoom();
  }

  @Test
  @Tag("nightly")
  void manyLargeUploadsAtOnceHaveRoom() throws Exception {
    new OverHttp1(256, 64).haveRoom();
  }

  @Test
  @Tag("nightly")
  void manyLargeUploadsOnFewConnectionsHaveRoom() throws Exception {
    new OverHttp2(256, 64).haveRoom();
  }

  /** Uploads of one size, all under way at once. */
  private abstract class Uploads {
    final int count;
    final long size;
    final String path;

    Uploads(int count, int mebibytes) {
      MessageDigest hash = Algorithm.SHA256.newHash();
      for (int i = 0; i < mebibytes; i++) {
        hash.update(PIECE);
      }
      Digest digest = Digest.ofHash(Algorithm.SHA256, hash.digest());
      this.count = count;
      size = (long) mebibytes * MEBIBYTE;
      path = "/v2/" + REPOSITORY + "/blobs/uploads/?digest=" + digest;
    }

    /** The uploads; each returns the status of its answer. */
    abstract List<Callable<Integer>> to(StetProcess stet) throws Exception;

    void haveRoom() throws Exception {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < 2L * count * size) {
        throw Tools.missing(folder + " has room for " + free + " bytes, too few");
      }
      try (StetProcess stet = StetProcess.start(folder.resolve("data"));
          RegistryClient client = stet.client();
          ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        Vitals vitals = new Vitals(stet, client);
        vitals.needsConnections(count);
        for (Future<Integer> status : clients.invokeAll(to(stet))) {
          assertThat(status.get()).as("%s", stet.log()).isEqualTo(201);
        }
        assertThat(vitals.peakMemory()).isLessThan(MOST);
        assertThat(stet.log().soFar()).noneMatch(line -> line.contains("OutOfMemory"));
      }
    }
  }

  private final class OverHttp1 extends Uploads {
    private final CyclicBarrier together;

    OverHttp1(int count, int mebibytes) {
      super(count, mebibytes);
      together = new CyclicBarrier(count);
    }

    @Override
    List<Callable<Integer>> to(StetProcess stet) {
      List<Callable<Integer>> uploads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        uploads.add(() -> upload(stet.address()));
      }
      return uploads;
    }

    private int upload(String address) throws Exception {
      try (Wire wire = new Wire(address)) {
        wire.head("POST " + path, "Content-Length: " + size + "\r\n").send(PIECE);
        together.await();
        for (long sent = MEBIBYTE; sent < size; sent += MEBIBYTE) {
          wire.send(PIECE);
        }
        return wire.status();
      }
    }
  }

  private final class OverHttp2 extends Uploads {
    OverHttp2(int count, int mebibytes) {
      super(count, mebibytes);
    }

    @Override
    List<Callable<Integer>> to(StetProcess stet) throws Exception {
      List<Callable<Integer>> uploads = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build();
        HttpRequest first = HttpRequest.newBuilder(uri(stet, "/livez")).build();
        assertThat(client.send(first, BodyHandlers.discarding()).version())
            .isEqualTo(Version.HTTP_2);
        for (int stream = 0; stream < count / CONNECTIONS; stream++) {
          uploads.add(() -> upload(client, stet));
        }
      }
      return uploads;
    }

    private int upload(HttpClient client, StetProcess stet)
        throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(uri(stet, path))
              .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(Zeros::new), size))
              .build();
      HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
      assertThat(answer.version()).isEqualTo(Version.HTTP_2);
      return answer.statusCode();
    }

    private static URI uri(StetProcess stet, String path) {
      return URI.create("http://" + stet.address() + path);
    }

    private final class Zeros extends InputStream {
      private long left = size;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] target, int start, int length) {
        int count = (int) Math.min(left, length);
        left -= count;
        return count > 0 ? count : -1; // the target may hold anything else: nobody wrote to it
      }
    }
  }
}
