package dev.stet.acceptance.running;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A registry of the distribution project that wants name and password, in a process. */
public final class DistributionProcess implements AutoCloseable {
  /** Who may do everything there. */
  public static final String USER = "mover";

  /** The password of the one user. */
  public static final String PASSWORD = "s3cret";

  private static final String BCRYPT =
      "$2b$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK";

  private final Process process;
  private final String address;

  private DistributionProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts one on a free port, and waits until it listens.
   *
   * @param program {@code registry}, or {@code docker-registry} as Debian has it
   * @param folder where it keeps everything; one that was used before holds what it held
   */
  public static DistributionProcess start(String program, Path folder)
      throws IOException, InterruptedException {
    return start(program, folder, freePort());
  }

  /** As above, on a port of one's own. */
  public static DistributionProcess start(String program, Path folder, int port)
      throws IOException, InterruptedException {
    Command command = Tools.find(program);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("htpasswd"), USER + ":" + BCRYPT + "\n");
    Files.writeString(
        folder.resolve("config.yml"),
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: "%1$s/data"}}
        auth: {htpasswd: {realm: old, path: "%1$s/htpasswd"}}
        catalog: {maxentries: 50}
        validation: {manifests: {urls: {allow: ["^https://"]}}}
        http: {addr: "127.0.0.1:%2$d"}
        """
            .formatted(folder, port));
    Process process =
        command
            .with("serve", folder.resolve("config.yml"))
            .where("OTEL_TRACES_EXPORTER", "none")
            .builder()
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    while (!listens(port)) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(program + ": " + Files.readString(folder.resolve("log")));
      }
    }
    return new DistributionProcess(process, "127.0.0.1:" + port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it listens: {@code 127.0.0.1:PORT}. */
  public String address() {
    return address;
  }

  /**
   * Writes the file in which docker keeps the password for it.
   *
   * @param folder what {@code DOCKER_CONFIG} is to name
   */
  public void signIn(Path folder) throws IOException {
    String pair = USER + ":" + PASSWORD;
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(address, auth));
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
