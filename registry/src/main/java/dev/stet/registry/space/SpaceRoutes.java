package dev.stet.registry.space;

import dev.stet.api.Api;
import dev.stet.api.Collected;
import dev.stet.api.CollectedList;
import dev.stet.api.CollectedManifest;
import dev.stet.api.Collection;
import dev.stet.api.KeptManifest;
import dev.stet.api.NewCollection;
import dev.stet.api.Purge;
import dev.stet.api.RetainedTag;
import dev.stet.api.RetentionPlan;
import dev.stet.api.RetentionRun;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.JsonBody;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.oci.OciErrorCode;
import dev.stet.registry.browse.Page;
import dev.stet.registry.retention.Plan;
import dev.stet.registry.tags.Actor;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collection, purge and retention in Stet's own API. The contract is {@code openapi.yaml}. */
final class SpaceRoutes {
  private static final String COLLECTED = Api.PATH + "/collected";
  private static final String RETENTION = Api.PATH + "/retention";
  private static final Pattern GRACE = Pattern.compile("(\\d{1,6})([smhd])");
  private static final int USUAL = 100;

  private final SpaceSettings settings;
  private final SpaceRuns runs;
  private final HiddenRows hidden;

  SpaceRoutes(SpaceSettings settings, SpaceRuns runs, HiddenRows hidden) {
    this.settings = settings;
    this.runs = runs;
    this.hidden = hidden;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", Api.PATH + "/collections", Action.ADMINISTER, this::collect),
        Route.get(COLLECTED, Action.ADMINISTER, this::collected),
        Route.of("POST", COLLECTED + "/purges", Action.ADMINISTER, this::purge),
        Route.get(RETENTION + "/plan", Action.ADMINISTER, this::plan),
        Route.of("POST", RETENTION + "/runs", Action.ADMINISTER, this::retain));
  }

  private Reply collect(Exchange exchange) throws IOException {
    NewCollection wanted = JsonBody.read(exchange, NewCollection.class);
    Grace grace =
        Optional.ofNullable(wanted.grace())
            .map(text -> Grace.of(duration(text)))
            .orElse(settings.grace());
    Garbage garbage =
        wanted.dryRun() ? runs.rehearse(grace) : runs.collect(grace, Actor.of(exchange.caller()));
    return Reply.json(
        200,
        new Collection(
            Api.VERSION,
            wanted.dryRun(),
            garbage.manifests().stream().map(SpaceRoutes::shown).toList(),
            garbage.manifestCount(),
            garbage.blobs(),
            garbage.bytes(),
            garbage.kept().stream().map(SpaceRoutes::shown).toList()));
  }

  private static Duration duration(String text) {
    Matcher matcher = GRACE.matcher(text);
    if (!matcher.matches()) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "grace is not valid: wanted a number with s, m, h or d, e.g. 24h")
          .status(400);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static CollectedManifest shown(Garbage.Item item) {
    return new CollectedManifest(
        item.repository().value(),
        item.manifest().digest().toString(),
        item.manifest().size(),
        "nothing names it, and it was pushed on "
            + LocalDate.ofInstant(item.manifest().pushedAt(), ZoneOffset.UTC));
  }

  private static KeptManifest shown(Garbage.Kept kept) {
    return new KeptManifest(kept.repository().value(), kept.digest().toString(), kept.why());
  }

  private Reply collected(Exchange exchange) {
    Page page = Page.of(exchange.query(), USUAL);
    List<HiddenRows.Row> rows = hidden.after(page.last(), page.rows());
    return Reply.json(
        200,
        new CollectedList(
            Api.VERSION,
            page.cut(rows).stream().map(this::shown).toList(),
            page.next(COLLECTED, rows, HiddenRows.Row::place).orElse(null)));
  }

  private Collected shown(HiddenRows.Row row) {
    return new Collected(
        row.repository(),
        row.digest(),
        row.kind(),
        row.size(),
        row.hiddenAt(),
        row.reason(),
        row.hiddenAt().plus(settings.restoreWindow()));
  }

  private Reply purge(Exchange exchange) {
    Purger.Purge purge = runs.purge(Actor.of(exchange.caller()));
    return Reply.json(200, new Purge(Api.VERSION, purge.manifests(), purge.blobs(), purge.bytes()));
  }

  private Reply plan(Exchange exchange) {
    Plan plan = runs.plan();
    return Reply.json(
        200,
        new RetentionPlan(
            Api.VERSION,
            plan.at(),
            rules(),
            plan.go().stream().map(SpaceRoutes::shown).toList(),
            plan.goes(),
            plan.stay().stream().map(SpaceRoutes::shown).toList(),
            plan.stays()));
  }

  private Reply retain(Exchange exchange) {
    Plan done = runs.retain(Actor.of(exchange.caller()));
    return Reply.json(
        200,
        new RetentionRun(
            Api.VERSION,
            done.at(),
            rules(),
            done.go().stream().map(SpaceRoutes::shown).toList(),
            done.goes(),
            done.stay().stream().map(SpaceRoutes::shown).toList(),
            done.stays()));
  }

  private List<String> rules() {
    return settings.rules().stream().map(Object::toString).toList();
  }

  private static RetainedTag shown(Plan.Judged judged) {
    return new RetainedTag(
        judged.tag().repository().value(),
        judged.tag().name().value(),
        judged.tag().image().toString(),
        judged.reason());
  }
}
