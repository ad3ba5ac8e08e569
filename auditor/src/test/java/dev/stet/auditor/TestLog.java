package dev.stet.auditor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.log.Tile;
import dev.stet.log.TileReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * A log in memory, served over HTTP. It signs whatever it is told to, and can be told to serve
 * something else.
 */
public final class TestLog implements AutoCloseable {
  public static final String ORIGIN = "log.example/test";

  private final SigningKey key;
  private final List<byte[]> entries = new ArrayList<>();
  private final TestTree tree = new TestTree();
  private final HttpServer server;
  private final Set<String> withheld = ConcurrentHashMap.newKeySet();
  private final Map<String, byte[]> replaced = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private volatile TestLog served = this;
  private volatile Optional<Note> checkpoint = Optional.empty();
  private long time = 1_700_000_000_000L;

  public TestLog() throws IOException {
    this(SigningKey.generate(ORIGIN, KeyType.ED25519, new SecureRandom()));
  }

  private TestLog(SigningKey key) throws IOException {
    this.key = key;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/log/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Another log that pretends to be this one: it has the same key, and begins with so many. */
  public TestLog fork(int size) throws IOException {
    TestLog fork = new TestLog(key);
    entries.subList(0, size).forEach(fork::append);
    return fork;
  }

  public TestLog begin() {
    return append(new Leaf.Genesis(ORIGIN, Optional.empty(), time));
  }

  /** Assigns so many tags that nobody assigned before. */
  public TestLog grow(int count) {
    for (int i = 0; i < count; i++) {
      assign("shop/api", "v" + entries.size());
    }
    return this;
  }

  public TestLog assign(String repository, String tag) {
    return append(
        new Leaf.Assign(repository, tag, digest(entries.size()), ++time, Optional.empty()));
  }

  private static String digest(int number) {
    return "sha256:" + "%064x".formatted(number);
  }

  public TestLog append(Leaf leaf) {
    return append(leaf.bytes());
  }

  public TestLog append(String entry) {
    return append(entry.getBytes(StandardCharsets.UTF_8));
  }

  public synchronized TestLog append(byte[] entry) {
    entries.add(entry);
    tree.append(Hash.leaf(entry));
    return this;
  }

  /** Signs what there is, and shows it. */
  public synchronized Note publish() {
    Note note = Note.sign(new Checkpoint(ORIGIN, size(), tree.root()).text(), key);
    checkpoint = Optional.of(note);
    return note;
  }

  public void show(Note note) {
    checkpoint = Optional.of(note);
  }

  public synchronized int size() {
    return entries.size();
  }

  public long time() {
    return time;
  }

  public SigningKey key() {
    return key;
  }

  /** The tiles, without HTTP. */
  public TileReader tiles() {
    return tree;
  }

  /** Serves another log under the address of this one. */
  public void serve(TestLog other) {
    served = other;
  }

  public void withhold(String... paths) {
    withheld.addAll(List.of(paths));
  }

  public void giveOut() {
    withheld.clear();
    replaced.clear();
  }

  public void replace(String path, byte[] content) {
    replaced.put(path, content);
  }

  /** The paths that were asked for since the last call. */
  public List<String> asked() {
    List<String> paths = new ArrayList<>();
    for (String path = asked.poll(); path != null; path = asked.poll()) {
      paths.add(path);
    }
    return paths;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/log/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/log/".length());
    asked.add(path);
    Optional<byte[]> content =
        withheld.contains(path)
            ? Optional.empty()
            : Optional.ofNullable(replaced.get(path)).or(() -> served.content(path));
    byte[] body = content.orElse(new byte[0]);
    exchange.sendResponseHeaders(
        content.isPresent() ? 200 : 404, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized Optional<byte[]> content(String path) {
    if (path.equals("checkpoint")) {
      return checkpoint.map(it -> it.encoded().getBytes(StandardCharsets.UTF_8));
    }
    if (path.startsWith("tile/entries/")) {
      EntryBundle bundle = EntryBundle.parse(path);
      return tree.has(bundle.tile()) ? Optional.of(bundle(bundle)) : Optional.empty();
    }
    Tile tile = Tile.parse(path);
    return tree.has(tile) ? Optional.of(tree.read(tile)) : Optional.empty();
  }

  /** The bytes of a bundle, as they should be. */
  public byte[] bundle(EntryBundle bundle) {
    int start = (int) bundle.n() * Tile.WIDTH;
    return EntryBundle.encode(entries.subList(start, start + bundle.width()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
