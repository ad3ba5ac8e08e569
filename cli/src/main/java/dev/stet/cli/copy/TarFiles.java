package dev.stet.cli.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The files of a tar archive, read where they lie in it. Safe for use by many threads. */
final class TarFiles implements LayoutFiles {
  private static final int MOST_LINKS = 8;

  private final TarFile tar;
  private final Map<String, TarArchiveEntry> entries = new HashMap<>();

  private TarFiles(TarFile tar) {
    this.tar = tar;
    tar.getEntries().forEach(entry -> entries.put(normal(entry.getName()), entry));
  }

  static TarFiles open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try {
      return new TarFiles(new TarFile(file));
    } catch (IllegalArgumentException | ZipException e) {
      throw new IOException("it is no tar archive; a compressed one has to be uncompressed", e);
    }
  }

  boolean has(String path) {
    return entries.containsKey(normal(path));
  }

  /** The length of a file in bytes. */
  long size(String path) throws IOException {
    return entry(path).getSize();
  }

  @Override
  public InputStream open(String path) throws IOException {
    synchronized (tar) {
      return new SharedStream(tar.getInputStream(entry(path)));
    }
  }

  /** A stream of one file; all of them move the one position in the archive, so they take turns. */
  private final class SharedStream extends InputStream {
    private final InputStream file;

    SharedStream(InputStream file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      synchronized (tar) {
        return file.read();
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      synchronized (tar) {
        return file.read(into, offset, length);
      }
    }
  }

  /** The entry with the content: older dockers write a layer once and link to it. */
  private TarArchiveEntry entry(String path) throws IOException {
    String name = normal(path);
    for (int i = 0; i < MOST_LINKS; i++) {
      TarArchiveEntry entry = entries.get(name);
      if (entry == null) {
        throw new NoSuchFileException(path);
      }
      if (!entry.isSymbolicLink() && !entry.isLink()) {
        return entry;
      }
      String parent = entry.isLink() ? "" : name.substring(0, name.lastIndexOf('/') + 1);
      name = normal(parent + entry.getLinkName());
    }
    throw new NoSuchFileException(path);
  }

  private static String normal(String name) {
    return Path.of("/", name).normalize().toString().substring(1);
  }

  @Override
  public void close() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
