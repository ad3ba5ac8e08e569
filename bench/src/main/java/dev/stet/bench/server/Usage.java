package dev.stet.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and its descendants have used so far. Source: proc(5), {@code /proc/PID/stat} and
 * {@code /proc/PID/status}.
 *
 * @param cpuSeconds time on the processors, in user and kernel mode
 * @param residentMib memory held now, in MiB; pages that several processes share count for each
 * @param peakResidentMib the most memory that was held, in MiB
 */
public record Usage(double cpuSeconds, double residentMib, double peakResidentMib) {
  /** The kernel reports times in units of USER_HZ, which is 100 on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final double KIB_PER_MIB = 1024;

  private static final Usage NOTHING = new Usage(0, 0, 0);

  /** Reads what the process and its descendants have used. */
  static Usage of(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(one -> ofOne(one.pid()))
        .reduce(NOTHING, Usage::plus);
  }

  private static Usage ofOne(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      String stat = Files.readString(folder.resolve("stat"));
      String status = Files.readString(folder.resolve("status"));
      return new Usage(cpuSeconds(stat), mib(status, "VmRSS:"), mib(status, "VmHWM:"));
    } catch (IOException e) {
      return NOTHING; // it has just ended; its parent counts its time
    }
  }

  private Usage plus(Usage other) {
    return new Usage(
        cpuSeconds + other.cpuSeconds,
        residentMib + other.residentMib,
        peakResidentMib + other.peakResidentMib);
  }

  /** The time of a process and of its children that have ended. */
  static double cpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    int firstOfFour = 11; // utime; stime, cutime and cstime follow
    long ticks = 0;
    for (int i = firstOfFour; i < firstOfFour + 4; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  static double mib(String status, String field) {
    return status
            .lines()
            .filter(line -> line.startsWith(field))
            .map(line -> line.replaceAll("\\D+", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0)
        / KIB_PER_MIB;
  }
}
