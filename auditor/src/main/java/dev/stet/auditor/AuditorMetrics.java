package dev.stet.auditor;

import dev.stet.auditor.replay.Auditor;
import java.util.List;

/** The figures of an auditor, in the text format of Prometheus. */
final class AuditorMetrics {
  private AuditorMetrics() {}

  static List<String> lines(Auditor.Progress progress) {
    return List.of(
        "# HELP stet_auditor_entries Entries that were replayed",
        "# TYPE stet_auditor_entries gauge",
        "stet_auditor_entries " + progress.size(),
        "# HELP stet_auditor_tags Tags that these assign",
        "# TYPE stet_auditor_tags gauge",
        "stet_auditor_tags " + progress.tags(),
        "# HELP stet_auditor_signed The size of the newest checkpoint that was signed",
        "# TYPE stet_auditor_signed gauge",
        "stet_auditor_signed " + progress.signed(),
        "# HELP stet_auditor_alarms Alarms that are raised",
        "# TYPE stet_auditor_alarms gauge",
        "stet_auditor_alarms " + progress.alarms().size(),
        "# HELP stet_auditor_stopped Whether it has stopped for good",
        "# TYPE stet_auditor_stopped gauge",
        "stet_auditor_stopped " + (progress.stopped() ? 1 : 0));
  }
}
