package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import java.io.IOException;

/** A connection to the source that broke while the target was being written. */
final class SourceBrokenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Source source;
  private final IOException broken;

  SourceBrokenException(IOException broken, Source source) {
    super(broken.getMessage(), broken);
    this.broken = broken;
    this.source = source;
  }

  /** What the source failed with. */
  IOException broken() {
    return broken;
  }

  Failure failure() {
    return source.failure(broken);
  }
}
