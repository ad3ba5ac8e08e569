package dev.stet.server.health;

import dev.stet.http.Action;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /livez}: the process answers. {@code /readyz}: it can do its work, or why not.
 *
 * <p>Safe for use by many threads.
 */
public final class HealthRoutes {
  private static final Reply ALIVE = Reply.text(200, "text/plain", "ok\n");

  private final List<Check> checks;
  private volatile boolean stopping;

  /** Something that must be so before the process can do its work. */
  @FunctionalInterface
  public interface Check {
    /** What is wrong and what to do, in one line; empty if all is well. May block. */
    Optional<String> problem();
  }

  /** Takes the checks. */
  public HealthRoutes(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/livez", Action.OBSERVE, _ -> ALIVE).ready(_ -> Optional.of(ALIVE)),
        Route.get("/readyz", Action.OBSERVE, _ -> readiness()));
  }

  /** From now on {@code /readyz} says that the process is stopping. */
  public void stopping() {
    stopping = true;
  }

  private Reply readiness() {
    List<String> problems =
        stopping
            ? List.of("Stet is stopping")
            : checks.stream().flatMap(check -> check.problem().stream()).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ready", problems.isEmpty());
    answer.put("problems", problems);
    return Reply.json(problems.isEmpty() ? 200 : 503, answer);
  }
}
