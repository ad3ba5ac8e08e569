package dev.stet.bench.load;

import dev.stet.bench.client.Client;
import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.server.Programs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads by wrk, the lightest load generator that is packaged everywhere. */
public final class Wrk implements ReadLoad {
  private static final Pattern TOTAL =
      Pattern.compile("(\\d+) requests in ([0-9.]+)(s|m), ([0-9.]+)([KMG]?)B read");
  private static final Pattern TROUBLE =
      Pattern.compile("Non-2xx or 3xx responses: .*|Socket errors: .*");

  private final Path program;

  /** Takes the program. */
  public Wrk(Path program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "wrk";
  }

  @Override
  public Count run(InetSocketAddress server, String target, long length, Duration time)
      throws IOException {
    String url = "http://" + server.getAddress().getHostAddress() + ":" + server.getPort() + target;
    String output =
        Programs.output(
            List.of(
                program.toString(),
                "--threads=1",
                "--connections=" + CONNECTIONS,
                "--duration=" + Math.max(1, time.toSeconds()) + "s",
                "--header=" + Client.ACCEPT,
                url));
    return parse(output, "GET " + target, length);
  }

  /** Reads wrk's report; every answer must have been a good one with the whole content. */
  static Count parse(String output, String request, long length) {
    Matcher trouble = TROUBLE.matcher(output);
    if (trouble.find()) {
      throw new WrongAnswerException(request, "200 each time", trouble.group());
    }
    Matcher total = TOTAL.matcher(output);
    if (!total.find()) {
      throw new IllegalStateException("wrk's report was not understood: " + output);
    }
    long answers = Long.parseLong(total.group(1));
    double seconds = Double.parseDouble(total.group(2)) * (total.group(3).equals("m") ? 60 : 1);
    double read = Double.parseDouble(total.group(4)) * unit(total.group(5));
    double rounding = 0.99;
    if (answers == 0 || read < answers * length * rounding) {
      throw new WrongAnswerException(
          request, answers + " times " + length + " bytes", total.group());
    }
    return new Count(answers, seconds);
  }

  private static double unit(String prefix) {
    return switch (prefix) {
      case "K" -> 1024;
      case "M" -> 1024 * 1024;
      case "G" -> 1024 * 1024 * 1024;
      default -> 1;
    };
  }
}
