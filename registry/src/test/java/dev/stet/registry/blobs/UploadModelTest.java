package dev.stet.registry.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.blobs.BlobStore.Appended;
import dev.stet.registry.blobs.file.FileBlobStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Chunks in any order, of any length, broken off or not, before and after restarts: an upload has
 * just the bytes that it said it took, and hashes them right.
 */
class UploadModelTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("shop/api");

  /**
   * One request.
   *
   * @param shift how far from the upload's end it is put
   * @param said how long it says that it is; negative if it does not say
   * @param brings how many bytes it brings
   * @param breaksOff whether the client then vanishes
   * @param restart whether the process is another one afterwards
   */
  record Chunk(int shift, int said, int brings, boolean breaksOff, boolean restart) {}

  @Provide
  Arbitrary<List<Chunk>> chunks() {
    Arbitrary<Integer> lengths = Arbitraries.of(0, 1, 7, 100, 32_767, 32_768, 32_769, 300_000);
    Arbitrary<Integer> shifts = Arbitraries.of(0, 0, 0, 0, -1, 1, -100);
    Arbitrary<Boolean> seldom = Arbitraries.of(false, false, false, true);
    Arbitrary<Integer> said = Arbitraries.oneOf(lengths, Arbitraries.just(-1));
    return Combinators.combine(shifts, said, lengths, Arbitraries.of(true, false), seldom, seldom)
        .as(
            (shift, says, brings, honest, breaksOff, restart) ->
                new Chunk(shift, honest && says >= 0 ? brings : says, brings, breaksOff, restart))
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 150)
  void anUploadHasWhatItTook(
      @ForAll("chunks") List<Chunk> chunks,
      @ForAll Algorithm announced,
      @ForAll Algorithm algorithm)
      throws IOException {
    Path folder = Files.createTempDirectory("stet");
    try {
      BlobStore store = open(folder);
      UploadId upload = store.begin(REPOSITORY, announced);
      ByteArrayOutputStream model = new ByteArrayOutputStream();
      Random random = new Random(chunks.hashCode());
      for (Chunk chunk : chunks) {
        apply(chunk, store, upload, model, random);
        store = chunk.restart() ? open(folder) : store;
        assertThat(store.size(upload)).hasValue(model.size());
      }
      Digest digest = Digest.of(algorithm, model.toByteArray());
      assertThat(store.commit(upload, digest)).isInstanceOf(BlobStore.Committed.Stored.class);
    } finally {
      delete(folder);
    }
  }

  private static void apply(
      Chunk chunk, BlobStore store, UploadId upload, ByteArrayOutputStream model, Random random) {
    byte[] bytes = new byte[chunk.brings()];
    random.nextBytes(bytes);
    OptionalLong said = chunk.said() < 0 ? OptionalLong.empty() : OptionalLong.of(chunk.said());
    boolean tooMany = said.isPresent() && chunk.brings() > chunk.said();
    boolean wrong = tooMany || (said.isPresent() && chunk.brings() < chunk.said());
    try {
      Appended appended =
          store.append(
              upload, model.size() + chunk.shift(), said, stream(bytes, chunk.breaksOff()));
      if (chunk.shift() != 0) {
        assertThat(appended).isEqualTo(new Appended.OutOfOrder(model.size()));
      } else if (wrong) {
        assertThat(appended).isEqualTo(new Appended.WrongLength());
      } else {
        model.writeBytes(bytes);
        assertThat(appended).isEqualTo(new Appended.Added(model.size()));
      }
    } catch (IOException e) {
      assertThat(chunk.breaksOff()).as(e.toString()).isTrue();
      model.writeBytes(bytes); // what came before stays
    }
  }

  private static InputStream stream(byte[] bytes, boolean breaksOff) {
    return breaksOff ? BlobStoreContract.broken(bytes) : new ByteArrayInputStream(bytes);
  }

  private static BlobStore open(Path folder) throws IOException {
    return FileBlobStore.open(folder, UUID::randomUUID);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
