package dev.stet.auditor.cosigner;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cosigns that logs only grow, and that all who ask it see one history. It reads no entry.
 *
 * <p>For each log there is one file in its folder: the last checkpoint that it signed, whole, with
 * the signature of the log, so that a fork can be shown to others. The file is replaced and on disk
 * before an answer goes out.
 */
public final class Witness implements Cosigner {
  private static final Logger LOG = LoggerFactory.getLogger(Witness.class);

  private final Path folder;
  private final SigningKey key;
  private final Clock clock;
  private final Map<String, List<VerifierKey>> logs;
  private final Map<String, Note> last = new HashMap<>(); // by origin; guarded by this

  /**
   * Reads what was signed before.
   *
   * @param logs the keys of the logs that it signs for; the name of a key is the origin
   * @throws StoreException if the folder cannot be used, or holds something else
   */
  public Witness(Path folder, SigningKey key, Collection<VerifierKey> logs, Clock clock) {
    this.folder = folder;
    this.key = key;
    this.clock = clock;
    this.logs = logs.stream().collect(Collectors.groupingBy(VerifierKey::name));
    try {
      Durable.makeFolder(folder);
      for (String origin : this.logs.keySet()) {
        if (Files.exists(file(origin))) {
          last.put(origin, Note.parse(Files.readAllBytes(file(origin))));
        }
      }
    } catch (IOException | MalformedException e) {
      throw new StoreException("cannot go on from " + folder + ": " + e.getMessage(), e);
    }
  }

  private Path file(String origin) {
    return folder.resolve(Cosigner.originHash(origin) + ".checkpoint");
  }

  @Override
  public synchronized Answer addCheckpoint(byte[] body) {
    return switch (Admission.read(body, this::keys)) {
      case Admission.Signed.Refused refused -> refused.answer();
      case Admission.Signed.ByLog asked -> answer(asked);
    };
  }

  private List<VerifierKey> keys(String origin) {
    return logs.getOrDefault(origin, List.of());
  }

  private Answer answer(Admission.Signed.ByLog asked) {
    Optional<Note> before = Optional.ofNullable(last.get(asked.checkpoint().origin()));
    Optional<Checkpoint> checkpoint = before.map(it -> Checkpoint.parse(it.text()));
    Optional<Answer> refusal = Admission.refusal(asked, checkpoint);
    if (refusal.isPresent()) {
      if (refusal.get() instanceof AddCheckpoint.Inconsistent) {
        inconsistent(asked, before.orElseThrow());
      }
      return refusal.get();
    }
    NoteSignature signature =
        Cosignature.sign(key, asked.note().text(), clock.instant().getEpochSecond());
    Note signed = asked.note().with(signature);
    try {
      Durable.replace(
          file(asked.checkpoint().origin()), signed.encoded().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // What is on disk now is not known; the old checkpoint or this one, so neither is forgotten.
      LOG.error("A checkpoint could not be kept, so it is not signed", e);
      return new AddCheckpoint.Unexpected(503, "the checkpoint could not be kept");
    }
    last.put(asked.checkpoint().origin(), signed);
    return new AddCheckpoint.Cosigned(List.of(signature));
  }

  /** Two trees of one size are evidence by themselves; else only the log could show more. */
  private void inconsistent(Admission.Signed.ByLog asked, Note before) {
    Checkpoint checkpoint = asked.checkpoint();
    LOG.error(
        "The log {} asks for a signature under a tree of size {} that it does not show to continue"
            + " what was signed",
        checkpoint.origin(),
        checkpoint.size());
    Checkpoint last = Checkpoint.parse(before.text());
    if (last.size() == checkpoint.size() && !last.root().equals(checkpoint.root())) {
      VerifierKey log = asked.note().verifiedBy(keys(checkpoint.origin())).iterator().next();
      EvidenceFile fork =
          new EvidenceFile.Fork(log, before, asked.note(), checkpoint.root(), List.of());
      Path file = folder.resolve(Cosigner.originHash(checkpoint.origin()) + ".evidence");
      try {
        Durable.replace(file, fork.text().getBytes(StandardCharsets.UTF_8));
        LOG.error("The log signed two trees of one size: {} shows it", file);
      } catch (IOException e) {
        LOG.error("The evidence of a fork could not be written", e);
      }
    }
  }

  @Override
  public synchronized Optional<Note> signed(String origin) {
    return last.entrySet().stream()
        .filter(it -> Cosigner.originHash(it.getKey()).equals(origin))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
