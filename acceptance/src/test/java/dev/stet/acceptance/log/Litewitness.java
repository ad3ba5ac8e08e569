package dev.stet.acceptance.log;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Running;
import dev.stet.acceptance.running.Tools;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.Checkpoint;
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
import java.sql.ResultSet;
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
  private final Command program;
  private final int port;
  private final Path database;
  private final VerifierKey key;
  private final HttpClient http = HttpClient.newHttpClient();
  private Running witness;

  private Litewitness(Running agent, Command program, int port, Path database)
      throws IOException, InterruptedException {
    this.agent = agent;
    this.program = program.with("-listen", "127.0.0.1:" + port);
    this.port = port;
    this.database = database;
    this.witness = listening();
    this.key = vkey(witness);
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
      return new Litewitness(
          agent,
          program
              .with("-db", database, "-name", NAME, "-key", fingerprint(key))
              .with("-ssh-agent", socket),
          freePort(),
          database);
    } catch (AssertionError e) {
      agent.close();
      throw e;
    }
  }

  private Running listening() throws IOException, InterruptedException {
    Running running = program.start();
    try {
      VerifierKey _ = vkey(running);
      awaitListening(running, port);
      return running;
    } catch (AssertionError e) {
      running.close();
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

  /** What it cosigned last. */
  Checkpoint cosigned() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("SELECT origin, tree_size, tree_hash FROM log")) {
      return new Checkpoint(row.getString(1), row.getLong(2), Hash.parseBase64(row.getString(3)));
    }
  }

  /** Has it know no more than an older copy of its database knows, or a new one; it is away. */
  void knowOnly(Checkpoint older) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        PreparedStatement row =
            connection.prepareStatement("UPDATE log SET tree_size = ?, tree_hash = ?")) {
      row.setLong(1, older.size());
      row.setString(2, older.root().base64());
      row.executeUpdate();
    }
  }

  /** Ends it; nobody answers where it was. */
  void leave() {
    witness.close();
  }

  /** Starts it again after {@link #leave}, in the same place. */
  void comeBack() throws IOException, InterruptedException {
    witness = listening();
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

  /** Where it is. */
  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Asks it to cosign. */
  AddCheckpoint.Answer ask(AddCheckpoint request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(address().resolve(AddCheckpoint.PATH))
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
