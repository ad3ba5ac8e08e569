package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Keeps the bytes of blobs, under keys of its own.
 *
 * <p>Bytes come in through an upload: begun, appended to in order, and committed to the digest that
 * they must have. An upload is known by its identifier alone, also to another instance of the
 * driver and after a restart.
 *
 * <p>Safe for use by many threads; two that append to one upload take turns. Every driver passes
 * {@code BlobStoreContract}.
 */
public interface BlobStore {
  /** Begins an upload without bytes. */
  UploadId begin() throws IOException;

  /** How many bytes an upload has; empty if there is no such upload. */
  OptionalLong size(UploadId upload) throws IOException;

  /**
   * Adds bytes to an upload. What was read before the stream failed stays added, so that the client
   * can go on from there; nothing is durable yet.
   *
   * @param offset where the bytes belong; the size of the upload, or they are not taken
   * @param bytes read to its end
   */
  Appended append(UploadId upload, long offset, InputStream bytes) throws IOException;

  /** What came of {@link #append}. */
  sealed interface Appended {
    /** The bytes were added, and the upload has this many now. */
    record Added(long size) implements Appended {}

    /** The offset was not the size of the upload, which is this; nothing was read. */
    record OutOfOrder(long size) implements Appended {}

    /** There is no such upload. */
    record Unknown() implements Appended {}
  }

  /**
   * Ends an upload that is small, and hands out its bytes: whoever calls keeps them elsewhere.
   *
   * @param most how many bytes it may have at most
   * @return its bytes; empty, and the upload goes on, if it has more or there is none
   */
  Optional<byte[]> take(UploadId upload, int most) throws IOException;

  /**
   * Ends an upload: its bytes become a blob if they hash to the digest.
   *
   * <p>Durable when it returns {@link Committed.Stored}: a power cut does not take the blob back.
   * Whatever comes of it, also an exception, the upload is gone: bytes that failed to reach the
   * disk once are not trusted again.
   */
  Committed commit(UploadId upload, Digest digest) throws IOException;

  /** What came of {@link #commit}. */
  sealed interface Committed {
    /** The bytes are a blob. */
    record Stored(StoredBlob blob) implements Committed {}

    /** The bytes hash to another digest. */
    record Mismatch(Digest actual) implements Committed {}

    /** There is no such upload. */
    record Unknown() implements Committed {}
  }

  /** Ends an upload and drops its bytes; whether there was one. */
  boolean abort(UploadId upload) throws IOException;

  /** Reads a part of a blob; empty if the store does not hold it, or not all of it. */
  Optional<InputStream> read(StoredBlob blob, long offset, long length) throws IOException;

  /** Where a blob can be sent from; empty if the store does not hold it, or not all of it. */
  Optional<Location> locate(StoredBlob blob) throws IOException;

  /** Where a blob can be sent from. */
  sealed interface Location {
    /** A file of the local file system that holds just the blob. */
    record LocalFile(Path path) implements Location {}
  }

  /**
   * Removes a blob; whether it was there. Not durable: after a power cut it may be there again.
   *
   * <p>The caller sees to it that nobody commits an upload to the same digest meanwhile.
   */
  boolean delete(StoredBlob blob) throws IOException;

  /**
   * Goes through all blobs, whole or not, in no particular order. One that comes or goes meanwhile
   * may be told of or not.
   */
  void list(Consumer<Listed> consumer) throws IOException;

  /**
   * A blob that is in the store.
   *
   * @param writtenAt when the last of its bytes came in
   */
  record Listed(StoredBlob blob, Instant writtenAt) {}
}
