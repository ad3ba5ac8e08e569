package dev.stet.bench.work;

import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.report.ZbTest;
import dev.stet.bench.server.Programs;
import dev.stet.bench.server.RunningServer;
import dev.stet.bench.server.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole pushes and pulls by zb, the load generator of zot. Distribution cannot be measured with it:
 * zb drops the query of an upload's {@code Location}, where distribution keeps its state.
 */
public final class Zb implements Work {
  private static final Pattern TEST =
      Pattern.compile(
          "Test name: +(.+)\\n(?:.*\\n)??Time taken.*\\n"
              + "Requests per second: +([0-9.]+)\\n"
              + "Complete requests: +(\\d+)\\nFailed requests: +(\\d+)");

  private static final List<String> ABLE = List.of(Server.STET, Server.ZOT);
  private static final int CLIENTS = 4;

  private final Path program;
  private final Scale scale;

  /** Takes the program. */
  public Zb(Path program, Scale scale) {
    this.program = program;
    this.scale = scale;
  }

  @Override
  public String name() {
    return "zb";
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    if (!ABLE.contains(server.server().name())) {
      return Map.of();
    }
    Path folder = server.folder().resolve("zb"); // zb removes it
    String output =
        Programs.output(
            List.of(
                program.toString(),
                "--concurrency=" + CLIENTS,
                "--requests=" + scale.imagesOfZb(),
                "--working-dir=" + folder,
                "http://127.0.0.1:" + server.address().getPort()));
    PageCache.forgetLargeFiles(server.folder());
    return parse(output);
  }

  /** Reads zb's report; nothing may have failed. */
  static Map<Quantity, Double> parse(String output) {
    Map<Quantity, Double> rates = new LinkedHashMap<>();
    for (Matcher test = TEST.matcher(output); test.find(); ) {
      if (!test.group(4).equals("0")) {
        throw new WrongAnswerException("zb, " + test.group(1), "no failures", test.group());
      }
      rates.put(new ZbTest(test.group(1)), Double.parseDouble(test.group(2)));
    }
    if (rates.isEmpty()) {
      throw new WrongAnswerException("zb", "its report", output);
    }
    return rates;
  }
}
