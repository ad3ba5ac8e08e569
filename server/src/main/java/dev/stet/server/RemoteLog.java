package dev.stet.server;

import dev.stet.auditor.reading.HttpLog;
import dev.stet.auditor.reading.UnreadableException;
import dev.stet.log.EntryBundle;
import dev.stet.log.Note;
import dev.stet.registry.log.LogCopy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.Supplier;

/** A copy of the log that is read over HTTP. */
final class RemoteLog implements LogCopy {
  private final HttpLog log;

  private RemoteLog(HttpLog log) {
    this.log = log;
  }

  /** The copy under a URL. */
  static LogCopy of(URI url) {
    return new RemoteLog(new HttpLog(HttpClient.newHttpClient(), url));
  }

  @Override
  public Note checkpoint() throws IOException {
    return read(log::checkpoint);
  }

  @Override
  public List<byte[]> entries(EntryBundle bundle) throws IOException {
    return read(() -> log.entries(bundle));
  }

  private static <T> T read(Supplier<T> reading) throws IOException {
    try {
      return reading.get();
    } catch (UnreadableException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
