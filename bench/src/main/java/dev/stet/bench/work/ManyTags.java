package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.content.SmallImage;
import dev.stet.bench.load.Clients;
import dev.stet.bench.load.Latencies;
import dev.stet.bench.report.Curve;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import dev.stet.bench.server.Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One client asks a repository of many tags for the first hundred, gets manifests by any of them,
 * and claims a few more. All tags were pushed one by one; only Stet is loaded with more than ten
 * thousand, since it would take the others too long.
 */
final class ManyTags implements Work {
  private static final int MOST_OF_PEERS = 10_000;
  private static final Pattern TAG = Pattern.compile("t\\d{7}");
  private static final int PAGE = 100;
  private static final int CLIENTS = 20;
  private static final int CLAIMS = 200; // few, so that the number of tags stays what it is

  private final int tags;
  private final Scale scale;
  private final String repository;
  private final String list;
  private final SmallImage image = new SmallImage(0);
  private final Claimer claimer = new Claimer();
  private final SplittableRandom random = new SplittableRandom(1);

  ManyTags(int tags, Scale scale) {
    this.tags = tags;
    this.scale = scale;
    this.repository = "bench/tags" + tags;
    this.list = "/v2/" + repository + "/tags/list?n=" + PAGE;
  }

  @Override
  public String name() {
    return "tags";
  }

  private boolean isAsked(RunningServer server) {
    return tags <= MOST_OF_PEERS || server.server().name().equals(Server.STET);
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    if (!isAsked(server)) {
      return;
    }
    try (Client client = new Client(server.address())) {
      claimer.prepare(client, repository);
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
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    if (!isAsked(server)) {
      return Map.of();
    }
    return Map.of(
        Curve.LIST_OF_TAGS.at(tags), list(server).millis(50),
        Curve.GET_OF_TAGS.at(tags), get(server).millis(50),
        Curve.CLAIM_AMONG_TAGS.at(tags), claim(server).millis(50));
  }

  private Latencies list(RunningServer server) throws IOException {
    String answer;
    try (Client client = new Client(server.address())) {
      answer = client.text(list);
    }
    check(answer, server.server());
    return Clients.repeat(server.address(), 1, scale.shortTime(), client -> ask(client, answer));
  }

  /** Distribution 2 knows no pages and no order of tags: it always lists all, in any order. */
  private void check(String answer, Server server) {
    boolean pages = !server.name().equals(Server.DOCKER_REGISTRY);
    List<String> wanted = IntStream.range(0, pages ? PAGE : tags).mapToObj(ManyTags::tag).toList();
    List<String> got = TAG.matcher(answer).results().map(MatchResult::group).toList();
    if (!wanted.equals(pages ? got : got.stream().sorted().toList())) {
      throw new WrongAnswerException("GET " + list, wanted, answer);
    }
  }

  private void ask(Client client, String wanted) throws IOException {
    String got = client.text(list);
    if (!got.equals(wanted)) {
      throw new WrongAnswerException("GET " + list, wanted, got);
    }
  }

  private Latencies get(RunningServer server) throws IOException {
    return Clients.repeat(
        server.address(),
        1,
        scale.shortTime(),
        client ->
            client.fetch(
                Client.manifestPath(repository, tag(random.nextInt(tags))),
                image.manifest().length));
  }

  private Latencies claim(RunningServer server) throws IOException {
    Latencies latencies =
        Clients.times(server.address(), 1, CLAIMS, client -> claimer.claim(client, repository));
    claimer.pullLast(server, repository);
    return latencies;
  }
}
