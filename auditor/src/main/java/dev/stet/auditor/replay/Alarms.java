package dev.stet.auditor.replay;

import dev.stet.store.Durable;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody should look at, one file each: since when, and what. A file goes when the reason is
 * gone. An alarm is our word; what can be shown to others is evidence. For one thread.
 */
final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  /** Why somebody should look. */
  enum Alarm {
    /** The log does not show what it must have, or what it shows does not fit its signature. */
    WITHHELD,
    /** The log cannot be reached. */
    UNREACHABLE,
    /** The log shows a checkpoint that is older than one that it had shown. */
    OLDER,
    /** The cosignatures under the checkpoint that the log shows are too old, or too few. */
    STALE,
    /** The log has an entry that this version cannot judge. */
    UNJUDGED;

    private Path file(Path folder) {
      return folder.resolve(name().toLowerCase(Locale.ROOT) + ".alarm");
    }
  }

  private final Path folder;
  private final Clock clock;

  Alarms(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Raises an alarm; the first message of it stays. */
  void raise(Alarm alarm, String what) {
    try {
      Path file = alarm.file(folder);
      if (!Files.exists(file)) {
        LOG.error("{}: {}; not signed. See {}", alarm, what, file);
        Durable.replace(
            file,
            (alarm + " since " + clock.instant() + "\n" + what + "\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new StoreException("cannot write an alarm to " + folder + ": " + what, e);
    }
  }

  /** The reason of an alarm is gone. */
  void clear(Alarm... alarms) {
    try {
      for (Alarm alarm : alarms) {
        if (Files.deleteIfExists(alarm.file(folder))) {
          LOG.info("{}: no more", alarm);
        }
      }
    } catch (IOException e) {
      throw new StoreException("cannot take back an alarm in " + folder, e);
    }
  }

  /** Those that are raised. */
  List<String> raised() {
    List<String> raised = new ArrayList<>();
    for (Alarm alarm : Alarm.values()) {
      if (Files.exists(alarm.file(folder))) {
        raised.add(alarm.name().toLowerCase(Locale.ROOT));
      }
    }
    return raised;
  }
}
