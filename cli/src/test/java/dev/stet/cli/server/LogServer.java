package dev.stet.cli.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stet.log.Checkpoint;
import dev.stet.log.Cosignature;
import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.ProofFile;
import dev.stet.log.Proofs;
import dev.stet.log.SigningKey;
import dev.stet.log.Tile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log in memory, served over HTTP as a registry serves its own. */
public final class LogServer implements AutoCloseable {
  /** What a test lets it answer instead of the truth. */
  private static final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }
  }

  private record Cosigner(SigningKey key, Instant at) {}

  private final HttpServer server;
  private final SigningKey key;
  private final List<Leaf> leaves = new CopyOnWriteArrayList<>();
  private final List<Cosigner> cosigners = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> instead = new ConcurrentHashMap<>();
  private final Map<String, Answer> onceInstead = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** A log with a key of its own. */
  public LogServer(String origin) {
    this(SigningKey.generate(origin, KeyType.ED25519, new SecureRandom()));
  }

  /** A log with a key, so of its name. */
  public LogServer(SigningKey key) {
    this.key = key;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
    leaves.add(new Leaf.Genesis(key.verifier().name(), Optional.empty(), 1000));
  }

  /** The key that signs. */
  public SigningKey key() {
    return key;
  }

  /** Appends an entry, and returns its index. */
  public long add(Leaf leaf) {
    leaves.add(leaf);
    return leaves.size() - 1L;
  }

  /** Gives a tag a digest. */
  public long assign(String repository, String tag, String digest) {
    return add(new Leaf.Assign(repository, tag, digest, 1000L + leaves.size(), Optional.empty()));
  }

  /** Appends entries that nobody looks at, until there are so many in all. */
  public LogServer growTo(int size) {
    while (leaves.size() < size) {
      assign("filler", "v" + leaves.size(), "sha256:" + "ab".repeat(32));
    }
    return this;
  }

  /** Lets somebody cosign every checkpoint from now on. */
  public LogServer cosignedBy(SigningKey cosigner, Instant at) {
    cosigners.removeIf(it -> it.key().equals(cosigner));
    cosigners.add(new Cosigner(cosigner, at));
    return this;
  }

  /** Answers a path with something else. */
  public LogServer instead(String path, int status, String body) {
    instead.put(path, new Answer(status, body.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** Answers a path with something else. */
  public LogServer instead(String path, byte[] body) {
    instead.put(path, new Answer(200, body));
    return this;
  }

  /** Answers a path with something else, the next time alone. */
  public void onceInstead(String path, String body) {
    onceInstead.put(path, new Answer(200, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** The checkpoint, signed and cosigned. */
  public Note checkpoint() {
    Checkpoint checkpoint =
        new Checkpoint(
            key.verifier().name(), leaves.size(), Proofs.root(leaves.size(), this::tile));
    Note note = Note.sign(checkpoint.text(), key);
    for (Cosigner cosigner : cosigners) {
      note =
          note.with(
              Cosignature.sign(cosigner.key(), checkpoint.text(), cosigner.at().getEpochSecond()));
    }
    return note;
  }

  /** The proof of an entry. */
  public ProofFile proof(long index) {
    return new ProofFile(
        leaves.get((int) index),
        index,
        Proofs.inclusion(index, leaves.size(), this::tile),
        checkpoint());
  }

  /** The hashes of a tile. */
  public byte[] tile(Tile tile) {
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    for (int i = 0; i < tile.width(); i++) {
      row.writeBytes(hash(tile.level(), tile.n() * Tile.WIDTH + i).bytes());
    }
    return row.toByteArray();
  }

  private Hash hash(int level, long n) {
    if (level == 0) {
      return Hash.leaf(leaves.get((int) n).bytes());
    }
    List<Hash> row = new ArrayList<>();
    for (int i = 0; i < Tile.WIDTH; i++) {
      row.add(hash(level - 1, n * Tile.WIDTH + i));
    }
    while (row.size() > 1) {
      List<Hash> above = new ArrayList<>();
      for (int i = 0; i < row.size(); i += 2) {
        above.add(Hash.node(row.get(i), row.get(i + 1)));
      }
      row = above;
    }
    return row.getFirst();
  }

  private byte[] bundle(EntryBundle bundle) {
    int start = (int) bundle.n() * Tile.WIDTH;
    return EntryBundle.encode(
        leaves.subList(start, start + bundle.width()).stream().map(Leaf::bytes).toList());
  }

  private Optional<byte[]> found(String path) {
    if (!path.startsWith("/log/")) {
      return Optional.empty();
    }
    String rest = path.substring("/log/".length());
    if (rest.equals("checkpoint") || rest.equals("cosigned/checkpoint")) {
      return Optional.of(text(checkpoint().encoded()));
    }
    if (rest.equals("key")) {
      return Optional.of(text(key.verifier() + "\n"));
    }
    if (rest.startsWith("proof/")) {
      return proofOf(rest.substring("proof/".length()));
    }
    return rest.startsWith("tile/entries/")
        ? Optional.of(bundle(EntryBundle.parse(rest)))
        : Optional.of(tile(Tile.parse(rest)));
  }

  private Optional<byte[]> proofOf(String name) {
    for (int i = 0; i < leaves.size(); i++) {
      if (leaves.get(i) instanceof Leaf.Assign assign
          && name.equals(assign.repository() + "/" + assign.tag())) {
        return Optional.of(text(proof(i).text()));
      }
    }
    return Optional.empty();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      asked.add(path);
      Answer answer = onceInstead.remove(path);
      if (answer == null) {
        answer = instead.get(path);
      }
      if (answer == null) {
        answer = answer(path);
      }
      exchange.sendResponseHeaders(
          answer.status, answer.body.length == 0 ? -1 : answer.body.length);
      exchange.getResponseBody().write(answer.body);
    }
  }

  private Answer answer(String path) {
    try {
      return found(path)
          .map(body -> new Answer(200, body))
          .orElse(new Answer(404, text("nothing here")));
    } catch (MalformedException | IndexOutOfBoundsException e) {
      return new Answer(404, text("no such tile"));
    }
  }

  /** The paths that were asked for, in order. */
  public List<String> asked() {
    return asked;
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
