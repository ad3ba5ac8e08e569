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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One client asks for the first hundred tags of a thousand, again and again; and of many, which
 * only Stet is loaded with, since it would take the others too long.
 */
final class TagLists implements Work {
  private static final Pattern TAG = Pattern.compile("t\\d{7}");
  private static final int PAGE = 100;
  private static final int CLIENTS = 20;

  private final String name;
  private final int tags;
  private final Figure figure;
  private final boolean stetAlone;
  private final Duration time;
  private final String repository;
  private final String target;
  private final SmallImage image = new SmallImage(0);

  private TagLists(String name, int tags, Figure figure, boolean stetAlone, Duration time) {
    this.name = name;
    this.tags = tags;
    this.figure = figure;
    this.stetAlone = stetAlone;
    this.time = time;
    this.repository = "bench/" + name;
    this.target = "/v2/" + repository + "/tags/list?n=" + PAGE;
  }

  static TagLists ofThousand(Scale scale) {
    return new TagLists("list", 1000, Figure.LIST_P50, false, scale.time());
  }

  static TagLists ofMany(Scale scale) {
    return new TagLists("long-list", scale.manyTags(), Figure.LONG_LIST_P50, true, scale.time());
  }

  @Override
  public String name() {
    return name;
  }

  private boolean isAsked(RunningServer server) {
    return !stetAlone || server.server().name().equals(Server.STET);
  }

  @Override
  public boolean needsPushes() {
    return true;
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    if (!isAsked(server)) {
      return;
    }
    try (Client client = new Client(server.address())) {
      client.pushBlob(repository, image.layerDigest(), image.layer());
      client.pushBlob(repository, image.configDigest(), image.config());
    }
    AtomicInteger next = new AtomicInteger();
    Clients.times(
        server.address(),
        CLIENTS,
        tags / CLIENTS,
        client ->
            client.putManifest(
                repository, tag(next.getAndIncrement()), image.manifest(), image.manifestDigest()));
  }

  private static String tag(int number) {
    return "t%07d".formatted(number);
  }

  @Override
  public Map<Figure, Double> measure(RunningServer server) throws IOException {
    if (!isAsked(server)) {
      return Map.of();
    }
    String answer;
    try (Client client = new Client(server.address())) {
      answer = client.text(target);
    }
    check(answer, server.server());
    Latencies latencies = Clients.repeat(server.address(), 1, time, client -> ask(client, answer));
    return Map.of(figure, latencies.millis(50));
  }

  /** Distribution 2 knows no pages and no order of tags: it always lists all, in any order. */
  private void check(String answer, Server server) {
    boolean pages = !server.name().equals(Server.DOCKER_REGISTRY);
    List<String> wanted = IntStream.range(0, pages ? PAGE : tags).mapToObj(TagLists::tag).toList();
    List<String> got = TAG.matcher(answer).results().map(MatchResult::group).toList();
    if (!wanted.equals(pages ? got : got.stream().sorted().toList())) {
      throw new WrongAnswerException("GET " + target, wanted, answer);
    }
  }

  private void ask(Client client, String wanted) throws IOException {
    String got = client.text(target);
    if (!got.equals(wanted)) {
      throw new WrongAnswerException("GET " + target, wanted, got);
    }
  }
}
