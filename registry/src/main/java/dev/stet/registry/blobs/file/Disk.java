package dev.stet.registry.blobs.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps that bring bytes to the disk and make a blob of them; tests put faults there. */
interface Disk {
  /** The disk of this machine. */
  Disk REAL =
      new Disk() {
        @Override
        public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        }

        @Override
        public void sync(Path path) throws IOException {
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }

        @Override
        public void move(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
      };

  /** Writes the bytes where the channel stands; none of them is durable yet. */
  void write(FileChannel channel, ByteBuffer bytes) throws IOException;

  /** Returns when the content of the file, or the names in the folder, are on disk. */
  void sync(Path path) throws IOException;

  /** Gives a file its other name, in one step, whatever had that name before. */
  void move(Path from, Path to) throws IOException;
}
