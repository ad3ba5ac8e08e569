package dev.stet.bench;

import dev.stet.bench.server.Programs;
import dev.stet.bench.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** Where, when and with what something was measured. */
final class Circumstances {
  private Circumstances() {}

  /**
   * One line of a list each.
   *
   * @param folder on the disk of the servers
   * @param loadBefore what {@link #loadAverage} was before the servers started
   * @param load the name of the load generator for small reads
   */
  static List<String> describe(
      Clock clock,
      Path folder,
      List<Server> servers,
      String load,
      String loadBefore,
      int rounds,
      String command)
      throws IOException {
    return List.of(
        "Date: " + LocalDate.now(clock),
        "Machine: " + machine(folder) + "; load average before: " + loadBefore,
        "Servers: "
            + servers.stream()
                .map(server -> server.name() + " " + server.version().orElse("?"))
                .collect(Collectors.joining(", "))
            + "; Stet's version is the commit that was measured",
        "Command: `"
            + command
            + "`; small reads by "
            + load
            + "; medians of "
            + rounds
            + " alternating rounds after one to warm up, lowest and highest in brackets");
  }

  /** How busy the machine was in the last minute: threads that ran or wanted to. */
  static String loadAverage() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }

  private static String machine(Path folder) throws IOException {
    return Runtime.getRuntime().availableProcessors()
        + " × "
        + firstLine("/proc/cpuinfo", "model name")
        + ", "
        + Math.round(
            Long.parseLong(firstLine("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1e6)
        + " GB, Linux "
        + Programs.output(List.of("uname", "-r"))
        + ", "
        + Files.getFileStore(folder).type()
        + ", JDK "
        + Runtime.version();
  }

  private static String firstLine(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("?");
  }
}
