package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.DockerEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Docker with the image store of containerd. */
@Tag("clients")
class DockerContainerdStoreTest extends DockerContract {
  DockerContainerdStoreTest(@TempDir Path folder) throws IOException, InterruptedException {
    super(
        folder,
        DockerEngine.startWithContainerdStore(Files.createDirectory(folder.resolve("engine"))));
  }
}
