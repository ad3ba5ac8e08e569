package dev.stet.auditor.replay;

import dev.stet.auditor.cosigner.Admission;
import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.reading.HttpLog;
import dev.stet.auditor.reading.UnreadableException;
import dev.stet.auditor.replay.Alarms.Alarm;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.AddCheckpoint.Answer;
import dev.stet.log.Checkpoint;
import dev.stet.log.Cosignature;
import dev.stet.log.EvidenceFile;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import dev.stet.store.Durable;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cosigns a checkpoint of one log after it has read every entry up to it, tied each to the signed
 * tree, and held it to the rules. Its signature says so, besides what that of any witness says.
 *
 * <p>It stops signing for good when the log did wrong and that can be shown: {@code evidence.txt}
 * in its folder shows it. It signs nothing, for as long as that lasts, while the log withholds
 * something or has an entry that only a newer version can judge: a file of {@link Alarms} says so.
 */
public final class Auditor implements Cosigner, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How old the signature under a checkpoint may be before it is made anew. */
  private static final Duration RENEW = Duration.ofMinutes(10);

  private final List<VerifierKey> logKeys;
  private final String origin;
  private final SigningKey key;
  private final HttpLog log;
  private final Clock clock;
  private final Path folder;
  private final Path evidence;
  private final ReentrantLock lock = new ReentrantLock();
  private final AuditStore store; // guarded by lock
  private final Replay replay; // guarded by lock
  private final Alarms alarms; // guarded by lock
  private volatile Progress progress;
  private volatile Optional<Note> signed;

  /**
   * Where an auditor is.
   *
   * @param size how many entries it has replayed
   * @param tags how many tags these assign
   * @param signed the size of the newest checkpoint that it signed
   * @param stopped whether it has stopped for good
   * @param alarms what is wrong now
   */
  public record Progress(long size, long tags, long signed, boolean stopped, List<String> alarms) {}

  /**
   * Goes on from where the folder is.
   *
   * @param logKeys one of which must have signed a checkpoint, several while the log changes its
   *     key; their name is the origin of the log
   * @param key of type cosignature
   * @throws StoreException if the folder cannot be used, is of another log, or was changed
   */
  public Auditor(Path folder, HttpLog log, List<VerifierKey> logKeys, SigningKey key, Clock clock) {
    this.origin = logKeys.getFirst().name();
    this.store = AuditStore.open(folder, origin);
    this.log = log;
    this.logKeys = List.copyOf(logKeys);
    this.key = key;
    this.clock = clock;
    this.folder = folder;
    this.evidence = folder.resolve("evidence.txt");
    this.replay = new Replay(store, log, logKeys);
    this.alarms = new Alarms(folder, clock);
    this.signed = store.signed();
    this.progress = progressNow();
  }

  /**
   * What an auditor has signed last, from its folder, which is left alone.
   *
   * @throws StoreException if the folder cannot be read
   */
  public static Optional<Note> lastSigned(Path folder) {
    return AuditStore.state(folder).flatMap(AuditState::signed);
  }

  @Override
  public Answer addCheckpoint(byte[] body) {
    return switch (Admission.read(body, this::keys)) {
      case Admission.Signed.Refused refused -> refused.answer();
      case Admission.Signed.ByLog asked -> inTurn(asked);
    };
  }

  private List<VerifierKey> keys(String asked) {
    return asked.equals(origin) ? logKeys : List.of();
  }

  /** One checkpoint after the other: each is judged by what was known after the last. */
  private Answer inTurn(Admission.Signed.ByLog asked) {
    try {
      if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new AddCheckpoint.Unexpected(503, "busy with another checkpoint; ask again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AddCheckpoint.Unexpected(503, "stopping");
    }
    try {
      return answer(asked);
    } catch (StoreException e) {
      LOG.error("A checkpoint could not be kept, so it is not signed", e);
      return new AddCheckpoint.Unexpected(503, "what was found cannot be kept");
    } finally {
      progress = progressNow();
      lock.unlock();
    }
  }

  private Answer answer(Admission.Signed.ByLog asked) {
    if (stopped().isPresent()) {
      return new AddCheckpoint.Inconsistent();
    }
    Optional<Checkpoint> last = store.signed().map(it -> Checkpoint.parse(it.text()));
    Optional<Answer> refusal = Admission.refusal(asked, last);
    if (refusal.isEmpty()) {
      return conclude(replay.advance(asked.note()));
    }
    if (refusal.get() instanceof AddCheckpoint.Inconsistent) {
      Verdict verdict = replay.advance(asked.note());
      if (!(verdict instanceof Verdict.Sound)) { // else only the proof is wrong, which is anybody's
        Answer _ = conclude(verdict);
      }
    }
    return refusal.get();
  }

  private Answer conclude(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Sound sound -> {
        alarms.clear(Alarm.WITHHELD, Alarm.UNREACHABLE, Alarm.UNJUDGED, Alarm.OLDER);
        yield new AddCheckpoint.Cosigned(List.of(sign(sound.checkpoint())));
      }
      case Verdict.Wrong wrong -> {
        stop(wrong.evidence());
        yield new AddCheckpoint.Inconsistent();
      }
      case Verdict.Unbound unbound -> {
        write(folder.resolve("unbound.txt"), unbound.evidence());
        yield notNow(Alarm.WITHHELD, unbound.evidence().verify().shows());
      }
      case Verdict.Withheld withheld -> notNow(Alarm.WITHHELD, withheld.what());
      case Verdict.Unreachable unreachable -> notNow(Alarm.UNREACHABLE, unreachable.what());
      case Verdict.Unjudged unjudged -> notNow(Alarm.UNJUDGED, unjudged.what());
      case Verdict.Old old ->
          new AddCheckpoint.Unexpected(503, "a checkpoint of size " + old.seen() + " was seen");
    };
  }

  private Answer notNow(Alarm alarm, String what) {
    alarms.raise(alarm, what);
    return new AddCheckpoint.Unexpected(503, what);
  }

  /** Signs what is sound; the signature is on disk when this returns. */
  private NoteSignature sign(Note checkpoint) {
    NoteSignature signature =
        Cosignature.sign(key, checkpoint.text(), clock.instant().getEpochSecond());
    // A crash before this ends forgets the signature, which nobody has seen.
    store.commit(Optional.of(checkpoint), Optional.of(checkpoint.with(signature)));
    signed = store.signed();
    return signature;
  }

  /** Never signs again. The evidence is on disk when this returns; a crash before finds it anew. */
  private void stop(EvidenceFile file) {
    write(evidence, file);
    LOG.error(
        "The log {} did wrong: {}. It gets no more signatures from here; {} shows it to others",
        origin,
        file.verify().shows(),
        evidence);
  }

  private static void write(Path path, EvidenceFile file) {
    try {
      Durable.replace(path, file.bytes());
    } catch (IOException e) {
      throw new StoreException("cannot write the evidence to " + path, e);
    }
  }

  /**
   * Looks at the newest checkpoint that the log shows, and signs it if it is sound and newer than
   * what was signed, or if that signature is old.
   *
   * @return the checkpoint as the log shows it, with whatever signatures; empty if it shows none
   */
  public Optional<Note> follow() {
    lock.lock();
    try {
      if (stopped().isPresent()) {
        return Optional.empty();
      }
      Note shown = log.checkpoint();
      Note note =
          Admission.signed(shown, logKeys)
              .orElseThrow(() -> new MalformedException("it is not signed by " + logKeys));
      if (!Checkpoint.parse(note.text()).origin().equals(origin)) {
        throw new MalformedException("it is of another log");
      }
      look(note);
      return Optional.of(shown);
    } catch (UnreadableException e) {
      alarms.raise(e.withheld() ? Alarm.WITHHELD : Alarm.UNREACHABLE, e.getMessage());
    } catch (MalformedException e) {
      alarms.raise(Alarm.WITHHELD, "the checkpoint of " + log + ": " + e.getMessage());
    } finally {
      progress = progressNow();
      lock.unlock();
    }
    return Optional.empty();
  }

  private void look(Note note) {
    Verdict verdict = replay.advance(note);
    if (verdict instanceof Verdict.Old old) {
      alarms.raise(
          Alarm.OLDER,
          "the log shows a checkpoint of size " + old.size() + ", it had shown " + old.seen());
    } else if (!(verdict instanceof Verdict.Sound) || isDue(note)) {
      conclude(verdict);
    } else {
      alarms.clear(Alarm.WITHHELD, Alarm.UNREACHABLE, Alarm.UNJUDGED, Alarm.OLDER);
    }
  }

  private boolean isDue(Note note) {
    return store
        .signed()
        .filter(it -> it.text().equals(note.text()))
        .flatMap(it -> it.by(key.verifier()))
        .map(line -> Cosignature.time(key.verifier(), line, note.text()).orElse(0))
        .filter(time -> clock.instant().getEpochSecond() - time < RENEW.toSeconds())
        .isEmpty();
  }

  /**
   * Says whether what the log shows is fresh.
   *
   * @param problem why it is not; empty if it is
   */
  public void fresh(Optional<String> problem) {
    lock.lock();
    try {
      problem.ifPresentOrElse(
          what -> alarms.raise(Alarm.STALE, what), () -> alarms.clear(Alarm.STALE));
      progress = progressNow();
    } finally {
      lock.unlock();
    }
  }

  /** The evidence for which it has stopped for good; empty if it goes on. */
  public Optional<Path> stopped() {
    return Optional.of(evidence).filter(Files::exists);
  }

  /** Where it is; does not wait for what it does. */
  public Progress progress() {
    return progress;
  }

  private Progress progressNow() {
    return new Progress(
        store.size(),
        store.tags(),
        store.signed().map(it -> Checkpoint.parse(it.text()).size()).orElse(0L),
        stopped().isPresent(),
        alarms.raised());
  }

  @Override
  public Optional<Note> signed(String hash) {
    return signed.filter(_ -> Cosigner.originHash(origin).equals(hash));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      store.close();
    } finally {
      lock.unlock();
    }
  }
}
