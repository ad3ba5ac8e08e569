package dev.stet.acceptance.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A Docker engine with nothing in it, on a socket of its own, without any network. */
public final class DockerEngine implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final Path folder;
  private final Command docker;

  private DockerEngine(Process process, Path folder, Command docker) {
    this.process = process;
    this.folder = folder;
    this.docker = docker;
  }

  /**
   * Starts an engine. Needs root, and skips the test without.
   *
   * @param folder an empty folder with a short path (a socket's path has at most 107 characters)
   */
  public static DockerEngine start(Path folder) throws IOException, InterruptedException {
    return start(Tools.find("dockerd").with("--storage-driver", "vfs"), folder);
  }

  /** The same, with the image store of containerd, which old engines do not have. */
  public static DockerEngine startWithContainerdStore(Path folder)
      throws IOException, InterruptedException {
    Command dockerd = Tools.find("dockerd");
    if (!dockerd.with("--help").run().output().contains("--feature ")) {
      throw Tools.missing("dockerd has no image store of containerd");
    }
    return start(
        dockerd.with("--feature", "containerd-snapshotter=true", "--storage-driver", "native"),
        folder);
  }

  private static DockerEngine start(Command dockerd, Path folder)
      throws IOException, InterruptedException {
    Command docker = Tools.find("docker");
    if (!"root".equals(System.getProperty("user.name"))) {
      throw Tools.missing("a Docker engine of the tests' own needs root");
    }
    Process process = engine(dockerd, folder).builder().redirectErrorStream(true).start();
    try {
      Lines.of(process.getInputStream())
          .await("sign that the engine listens", line -> line.contains("API listen on"), START);
    } catch (AssertionError e) {
      process.destroyForcibly().waitFor();
      throw e;
    }
    return new DockerEngine(process, folder, docker);
  }

  private static Command engine(Command dockerd, Path folder) {
    return dockerd
        .with("--bridge=none", "--iptables=false", "--ip6tables=false")
        .with("--data-root", folder.resolve("root"), "--exec-root", folder.resolve("exec"))
        .with("--pidfile", folder.resolve("pid"), "-H", host(folder));
  }

  private static String host(Path folder) {
    return "unix://" + folder.resolve("docker.sock");
  }

  /** The docker command, talking to this engine. */
  public Command docker() throws IOException {
    return environmentOf(docker);
  }

  /** A command whose docker talks to this engine, with a configuration of its own. */
  public Command environmentOf(Command command) throws IOException {
    Path configuration = Files.createDirectories(folder.resolve("config"));
    return command
        .where("DOCKER_HOST", host(folder))
        .where("DOCKER_CONFIG", configuration.toString())
        .where("DOCKER_CONTEXT", "")
        .where("DOCKER_BUILDKIT", "0");
  }

  /** Stops the engine, and what it started. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }
}
