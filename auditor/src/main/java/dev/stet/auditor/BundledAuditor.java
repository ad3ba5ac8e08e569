package dev.stet.auditor;

import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.reading.HttpLog;
import dev.stet.auditor.replay.Auditor;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The auditor that runs in the process of the registry whose log it reads; over HTTP all the same,
 * as any other would.
 *
 * <p>It is the operator's own. It finds what errors, restored backups and changes behind the
 * registry's back do to the log, as long as its own folder was left alone. Against the operator it
 * is worth nothing: for that somebody else has to run one, and the policies of clients have to name
 * that one's key.
 */
public final class BundledAuditor implements Cosigner, AutoCloseable {
  /** What follows the origin in the name of its key. */
  private static final String NAME = "/auditor";

  private final VerifierKey key;
  private final Auditor auditor;

  /** An interrupt while something is written would close its file, so callers are not let in. */
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("stet-auditor").factory());

  private BundledAuditor(VerifierKey key, Auditor auditor) {
    this.key = key;
    this.auditor = auditor;
  }

  /**
   * Goes on from its folder; makes folder and key at the first start.
   *
   * @param folder of its own
   * @param keyFile where its key is
   * @param log the prefix of the log, as it is reached from here
   * @param logKeys the keys of the log; their name is its origin
   * @throws IOException if its key cannot be read or made
   * @throws dev.stet.store.StoreException if its folder cannot be used, or was changed
   */
  public static BundledAuditor open(
      Path folder,
      Path keyFile,
      URI log,
      HttpClient client,
      List<VerifierKey> logKeys,
      Clock clock,
      SecureRandom random)
      throws IOException {
    String name = logKeys.getFirst().name() + NAME;
    SigningKey key = CosignerKey.open(keyFile, Optional.of(name), random);
    Auditor auditor = new Auditor(folder, new HttpLog(client, log), logKeys, key, clock);
    return new BundledAuditor(key.verifier(), auditor);
  }

  /**
   * What it signed last, before it is opened.
   *
   * @throws dev.stet.store.StoreException if its folder cannot be read
   */
  public static Optional<Note> lastSigned(Path folder) {
    return Auditor.lastSigned(folder);
  }

  /** The key that it signs with. */
  public VerifierKey key() {
    return key;
  }

  /** Where it is; does not wait for what it does. */
  public Auditor.Progress progress() {
    return auditor.progress();
  }

  /** The evidence for which it has stopped for good; empty if it goes on. */
  public Optional<Path> stopped() {
    return auditor.stopped();
  }

  @Override
  public AddCheckpoint.Answer addCheckpoint(byte[] body) {
    try {
      return thread.submit(() -> auditor.addCheckpoint(body)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AddCheckpoint.Unexpected(503, "stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the auditor failed", e.getCause());
    }
  }

  @Override
  public Optional<Note> signed(String hash) {
    return auditor.signed(hash);
  }

  /** Ends it, after what it is at. */
  @Override
  public void close() {
    thread.close();
    auditor.close();
  }
}
