package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.content.SmallImage;
import dev.stet.bench.load.Clients;
import dev.stet.bench.load.Latencies;
import dev.stet.bench.report.Figure;
import dev.stet.bench.server.RunningServer;
import dev.stet.bench.server.Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** One client asks for the first hundred tags of a thousand, again and again. */
final class TagLists implements Work {
  private static final String REPOSITORY = "bench/list";
  private static final String TARGET = "/v2/" + REPOSITORY + "/tags/list?n=100";
  private static final Pattern TAG = Pattern.compile("t\\d{4}");
  private static final int TAGS = 1000;
  private static final int PAGE = 100;
  private static final int CLIENTS = 10;

  private final Scale scale;
  private final SmallImage image = new SmallImage(0);

  TagLists(Scale scale) {
    this.scale = scale;
  }

  @Override
  public String name() {
    return "list";
  }

  @Override
  public boolean needsPushes() {
    return true;
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    try (Client client = new Client(server.address())) {
      client.pushBlob(REPOSITORY, image.layerDigest(), image.layer());
      client.pushBlob(REPOSITORY, image.configDigest(), image.config());
    }
    AtomicInteger next = new AtomicInteger();
    Clients.times(
        server.address(),
        CLIENTS,
        TAGS / CLIENTS,
        client ->
            client.putManifest(
                REPOSITORY, tag(next.getAndIncrement()), image.manifest(), image.manifestDigest()));
  }

  private static String tag(int number) {
    return "t%04d".formatted(number);
  }

  @Override
  public Map<Figure, Double> measure(RunningServer server) throws IOException {
    String answer;
    try (Client client = new Client(server.address())) {
      answer = client.text(TARGET);
    }
    check(answer, server.server());
    Latencies latencies =
        Clients.repeat(server.address(), 1, scale.time(), client -> ask(client, answer));
    return Map.of(Figure.LIST_P50, latencies.millis(50));
  }

  /** Distribution 2 knows no pages and no order of tags: it always lists all, in any order. */
  private static void check(String answer, Server server) {
    boolean pages = !server.name().equals(Server.DOCKER_REGISTRY);
    List<String> wanted = IntStream.range(0, pages ? PAGE : TAGS).mapToObj(TagLists::tag).toList();
    List<String> got = TAG.matcher(answer).results().map(MatchResult::group).toList();
    if (!wanted.equals(pages ? got : got.stream().sorted().toList())) {
      throw new WrongAnswerException("GET " + TARGET, wanted, answer);
    }
  }

  private static void ask(Client client, String wanted) throws IOException {
    String got = client.text(TARGET);
    if (!got.equals(wanted)) {
      throw new WrongAnswerException("GET " + TARGET, wanted, got);
    }
  }
}
