package dev.stet.acceptance.log;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Running;
import dev.stet.acceptance.running.Tools;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.Hash;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A witness that others wrote, {@code filippo.io/torchwood/cmd/litewitness}, in a process. */
final class Litewitness implements AutoCloseable {
  private static final String NAME = "witness.example/lite";
  private static final Duration READY = Duration.ofSeconds(30);
  private static final Pattern VKEY = Pattern.compile(" vkey=\"?([^\" ]+)");

  private final Running agent;
  private final Running witness;
  private final VerifierKey key;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private Litewitness(Running agent, Running witness, VerifierKey key, URI address) {
    this.agent = agent;
    this.witness = witness;
    this.key = key;
    this.address = address;
  }

  /**
   * Starts one that knows a log, and has cosigned nothing yet.
   *
   * @param folder an empty one for all that it needs: its key lies in an agent of SSH
   */
  static Litewitness start(Path folder, VerifierKey log)
      throws IOException, InterruptedException, SQLException {
    Command program = Command.of(Tools.installedByGo("litewitness"));
    Files.createDirectories(folder);
    Path socket = folder.resolve("agent");
    Path key = folder.resolve("key");
    Path database = folder.resolve("witness.db");
    introduce(log, database);
    Tools.find("ssh-keygen").with("-q", "-t", "ed25519", "-N", "", "-f", key).run().successfully();
    Running agent = Tools.find("ssh-agent").with("-D", "-a", socket).startUntil("SSH_AUTH_SOCK");
    try {
      Tools.find("ssh-add")
          .where("SSH_AUTH_SOCK", socket.toString())
          .with(key)
          .run()
          .successfully();
      return start(
          program
              .with("-db", database, "-name", NAME, "-key", fingerprint(key))
              .with("-ssh-agent", socket),
          agent);
    } catch (AssertionError e) {
      agent.close();
      throw e;
    }
  }

  private static Litewitness start(Command program, Running agent)
      throws IOException, InterruptedException {
    int port = freePort();
    Running witness = program.with("-listen", "127.0.0.1:" + port).start();
    try {
      awaitListening(witness, port);
      URI address = URI.create("http://127.0.0.1:" + port);
      return new Litewitness(agent, witness, vkey(witness), address);
    } catch (AssertionError e) {
      witness.close();
      throw e;
    }
  }

  /** The program that does this for it does not install everywhere; it would do the same. */
  private static void introduce(VerifierKey log, Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      try (Statement tables = connection.createStatement()) {
        tables.execute(
            "CREATE TABLE log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL,"
                + " tree_hash TEXT NOT NULL)");
        tables.execute("CREATE TABLE key (origin TEXT NOT NULL, key TEXT NOT NULL)");
      }
      insert(connection, "INSERT INTO log VALUES (?, 0, ?)", log, Hash.EMPTY_ROOT.base64());
      insert(connection, "INSERT INTO key VALUES (?, ?)", log, log.toString());
    }
  }

  private static void insert(Connection connection, String sql, VerifierKey log, String value)
      throws SQLException {
    try (PreparedStatement row = connection.prepareStatement(sql)) {
      row.setString(1, log.name());
      row.setString(2, value);
      row.executeUpdate();
    }
  }

  private static String fingerprint(Path key) throws IOException, InterruptedException {
    return Tools.find("ssh-keygen").with("-l", "-f", key + ".pub").line().split(" ", -1)[1];
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(Running witness, int port) throws InterruptedException {
    while (!listens(port)) {
      if (witness.process().waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("litewitness ended:\n" + witness.output());
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /** Which key it has, it says before it listens. */
  private static VerifierKey vkey(Running witness) throws InterruptedException {
    Matcher line = VKEY.matcher("");
    witness.output().await("verifier key", text -> line.reset(text).find(), READY);
    return VerifierKey.parse(line.group(1));
  }

  /** The key of its cosignatures. */
  VerifierKey key() {
    return key;
  }

  /** Asks it to cosign. */
  AddCheckpoint.Answer ask(AddCheckpoint request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(address.resolve(AddCheckpoint.PATH))
                .timeout(READY)
                .POST(BodyPublishers.ofString(request.text()))
                .build(),
            BodyHandlers.ofByteArray());
    String type = answer.headers().firstValue("Content-Type").orElse("");
    return AddCheckpoint.Answer.of(answer.statusCode(), type, answer.body());
  }

  @Override
  public void close() {
    http.shutdownNow();
    witness.close();
    agent.close();
  }
}
