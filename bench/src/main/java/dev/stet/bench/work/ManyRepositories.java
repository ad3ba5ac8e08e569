package dev.stet.bench.work;

import dev.stet.bench.client.Client;
import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.load.Clients;
import dev.stet.bench.report.Curve;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * One client lists the tags of one among many repositories, claims tags in any of them, and lists
 * the repositories.
 */
final class ManyRepositories implements Work {
  private static final Pattern REPOSITORY = Pattern.compile("\"[a-z0-9/]+\"[,\\]]");
  private static final Pattern TAG = Pattern.compile("\"v\\d+\"");
  private static final int PAGE = 100;
  private static final String CATALOG = "/v2/_catalog?n=" + PAGE;
  private static final int CLIENTS = 10;
  private static final int CLAIMS = 200;

  private final int repositories;
  private final Scale scale;
  private final Claimer claimer = new Claimer();
  private final SplittableRandom random = new SplittableRandom(1);

  ManyRepositories(int repositories, Scale scale) {
    this.repositories = repositories;
    this.scale = scale;
  }

  @Override
  public String name() {
    return "repositories";
  }

  private String repository(int number) {
    return "bench/of%d/r%05d".formatted(repositories, number);
  }

  private String any() {
    return repository(random.nextInt(repositories));
  }

  @Override
  public void prepare(RunningServer server) throws IOException {
    AtomicInteger next = new AtomicInteger();
    Clients.times(
        server.address(),
        CLIENTS,
        repositories / CLIENTS,
        client -> {
          String repository = repository(next.getAndIncrement());
          claimer.prepare(client, repository);
          claimer.claim(client, repository);
        });
    Clients.times(
        server.address(), 1, PAGE, client -> claimer.claim(client, repository(repositories / 2)));
  }

  @Override
  public Map<Quantity, Double> measure(RunningServer server) throws IOException {
    return Map.of(
        Curve.LIST_IN_REPOSITORIES.at(repositories), repeat(server, this::list),
        Curve.CATALOG.at(repositories), repeat(server, this::catalog),
        Curve.CLAIM_IN_REPOSITORIES.at(repositories), claim(server));
  }

  private double repeat(RunningServer server, Clients.Step step) throws IOException {
    return Clients.repeat(server.address(), 1, scale.shortTime(), step).millis(50);
  }

  private void list(Client client) throws IOException {
    String target = "/v2/" + repository(repositories / 2) + "/tags/list?n=" + PAGE;
    String answer = client.text(target);
    if (TAG.matcher(answer).results().count() < PAGE) {
      throw new WrongAnswerException("GET " + target, PAGE + " tags", answer);
    }
  }

  /** Other repositories are among those that are listed. */
  private void catalog(Client client) throws IOException {
    String answer = client.text(CATALOG);
    long got = REPOSITORY.matcher(answer).results().count();
    if (got < Math.min(repositories, PAGE)) {
      throw new WrongAnswerException("GET " + CATALOG, repositories + " repositories", answer);
    }
  }

  private double claim(RunningServer server) throws IOException {
    return Clients.times(server.address(), 1, CLAIMS, client -> claimer.claim(client, any()))
        .millis(50);
  }
}
