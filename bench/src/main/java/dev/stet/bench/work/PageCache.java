package dev.stet.bench.work;

import dev.stet.bench.server.Programs;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The memory in which the kernel keeps files.
 *
 * <p>In a virtual machine, memory that is used for the first time is several times slower to write
 * than memory that was used before, because the host has to provide it. A server that may write
 * into memory that another one has just given back would look fast, so everybody gives back what it
 * used.
 */
final class PageCache {
  private PageCache() {}

  /** Writes out all large files below the folder, and drops them from memory. */
  static void forgetLargeFiles(Path folder) throws IOException {
    Programs.output(List.of("sync"));
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.size() >= 1024 * 1024) {
              forget(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** posix_fadvise(2) with POSIX_FADV_DONTNEED, which Java does not offer but dd does. */
  private static void forget(Path file) throws IOException {
    Programs.output(List.of("dd", "if=" + file, "iflag=nocache", "count=0"));
  }
}
