package dev.stet.registry.blobs;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.oci.RepositoryName;
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
 * driver and after a restart; what was known of it in memory is made again from its bytes.
 *
 * <p>Safe for use by many threads; two that append to one upload take turns. Every driver passes
 * {@code BlobStoreContract}.
 */
public interface BlobStore {
  /**
   * Begins an upload without bytes.
   *
   * @param repository what it belongs to
   * @param algorithm how its bytes are going to be hashed, as far as is known; a digest of another
   *     algorithm costs a second reading at the end
   */
  UploadId begin(RepositoryName repository, Algorithm algorithm) throws IOException;

  /**
   * How many bytes an upload has; empty if there is no such upload. Does not wait for bytes that
   * are just coming in.
   */
  OptionalLong size(UploadId upload) throws IOException;

  /**
   * Adds bytes to an upload. What was read before the stream failed stays added, so that the client
   * can go on from there; nothing is durable yet.
   *
   * @param offset where the bytes belong; the size of the upload, or they are not taken
   * @param length how many there must be, or none of them is added; empty for as many as come
   * @param bytes read to its end, or a little beyond the length
   */
  Appended append(UploadId upload, long offset, OptionalLong length, InputStream bytes)
      throws IOException;

  /** What came of {@link #append}. */
  sealed interface Appended {
    /** The bytes were added, and the upload has this many now. */
    record Added(long size) implements Appended {}

    /** The offset was not the size of the upload, which is this; nothing was read. */
    record OutOfOrder(long size) implements Appended {}

    /** The stream had fewer or more bytes than the length; the upload is as it was. */
    record WrongLength() implements Appended {}

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

  /**
   * Ends the uploads that nothing was added to since then and that nobody is at, and drops their
   * bytes and all that is known of them.
   *
   * @return how many
   */
  int expire(Instant before) throws IOException;

  /** What uploads take that are not finished; counted anew each time. */
  Unfinished unfinished() throws IOException;

  /**
   * What uploads take that are not finished.
   *
   * @param uploads how many there are
   * @param bytes what came in for them so far
   */
  record Unfinished(long uploads, long bytes) {}

  /** Reads a part of a blob; empty if the store does not hold it, or not all of it. */
  Optional<InputStream> read(StoredBlob blob, long offset, long length) throws IOException;

  /**
   * Takes a blob out of service whose bytes do not hash to its digest. They are read once more, so
   * that what a push has just put there stays; what is bad is kept aside, and never served.
   *
   * <p>The caller sees to it that nobody commits an upload to the same digest meanwhile.
   *
   * @return whether those bytes are out of service, now or before; false if they are right
   */
  boolean quarantine(StoredBlob blob) throws IOException;

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
