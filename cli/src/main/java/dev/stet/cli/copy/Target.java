package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.cli.registry.RegistryRepository.Pushed;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * Where images go. An {@link IOException} may be tried again; a {@link Failure} may not. Safe for
 * use by many threads.
 */
interface Target extends AutoCloseable {
  /** How a blob got there. */
  enum Received {
    /** Its bytes were sent. */
    COPIED("copied"),
    /** Its bytes would have been sent, had this been no rehearsal. */
    WANTED("would be copied"),
    /** The registry had it in the source repository. */
    MOUNTED("mounted"),
    /** It was there already. */
    PRESENT("already there");

    private final String words;

    Received(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** The content of a blob, opened only where it has to be sent. */
  interface Content {
    /** The bytes, checked while they are read; to be closed. */
    InputStream open() throws IOException;
  }

  /** The digest that a reference names there, if any. */
  Optional<Digest> find(Reference reference) throws IOException;

  /** Takes a blob, if it is not there yet. */
  Received receive(Descriptor blob, Content content) throws IOException;

  /** Takes a manifest whose blobs and children are there. */
  Pushed push(Reference reference, DownloadedManifest manifest) throws IOException;

  /** Whether a push by this name waits until others have signed it; then it is never left out. */
  default boolean waits(Reference name) {
    return false;
  }

  /**
   * Makes a manifest that was pushed by its digest easy to find, where that takes more.
   *
   * @return whether it is listed there now
   */
  default boolean list(DownloadedManifest manifest) throws IOException {
    return true;
  }

  /** The names that are channels there. */
  default Set<TagName> channels() throws IOException {
    return Set.of();
  }

  /** Makes a name, which is refused as a tag, a pointer to the tag of an image that is there. */
  default Pushed createChannel(TagName name, TagName tag, Digest image) throws IOException {
    throw new UnsupportedOperationException("only a Stet has channels");
  }

  /** What to say where trying again did not help. */
  Failure failure(IOException cause);

  /** Completes what is only complete as a whole. */
  default void finish() throws IOException {}

  @Override
  default void close() {}
}
