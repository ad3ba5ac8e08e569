package dev.stet.cli;

import static dev.stet.cli.ApiAnswers.ACTOR;
import static dev.stet.cli.ApiAnswers.ONE;
import static dev.stet.cli.ApiAnswers.REPOSITORY;
import static dev.stet.cli.ApiAnswers.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.server.AnswerServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The repo commands against a server that answers as Stet does. */
class RepositoriesTest {
  private static final String DECLARATIONS = "/api/v1/declarations";
  private static final String DETAIL =
      """
      {"apiVersion":"stet.dev/v1","name":"shop/api","createdAt":"2026-11-20T12:00:00Z",
       "kind":"standing","tags":3,"channels":1,"pins":%d,"bytes":4200000}
      """;
  private static final String DECLARED =
      """
      {"apiVersion":"stet.dev/v1","declarations":[{"pattern":"scratch/**","kind":"mutable",
       "declaredAt":"2026-11-24T11:00:00Z","declaredBy":%s}]}
      """
          .formatted(ACTOR);

  private final AnswerServer server = ApiAnswers.server();
  @TempDir private Path temp = Path.of("");

  @BeforeEach
  void repositories() {
    server
        .json(
            "/api/v1/repositories?n=1000",
            """
            {"apiVersion":"stet.dev/v1","repositories":[
             {"name":"scratch/web","createdAt":"2026-11-24T11:00:00Z","kind":"mutable"},
             {"name":"shop/api","createdAt":"2026-11-20T12:00:00Z","kind":"standing"}]}
            """)
        .json(REPOSITORY, DETAIL.formatted(0))
        .json(DECLARATIONS, DECLARED);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of("STET_SERVER", server.host()), arguments);
  }

  @Test
  void repositoriesAreListedWithTheirKind() {
    assertThat(run("repo", "list"))
        .isEqualTo(
            new StetRun(
                0,
                """
                scratch/web\tmutable\t2026-11-24T11:00:00Z
                shop/api\tstanding\t2026-11-20T12:00:00Z
                """,
                ""));
    assertThat(run("repo", "list", "-o", "name").out())
        .isEqualTo("%1$s/scratch/web\n%1$s/shop/api\n".formatted(server.host()));
    assertThat(run("repo", "list", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repositories":[
             {"name":"scratch/web","createdAt":"2026-11-24T11:00:00Z","kind":"mutable"},
             {"name":"shop/api","createdAt":"2026-11-20T12:00:00Z","kind":"standing"}]}
            """);
  }

  @Test
  void oneRepositoryIsCounted() {
    assertThat(
            StetRun.onTerminal(
                    temp, Map.of("STET_SERVER", server.host()), "repo", "show", "shop/api")
                .out())
        .isEqualTo(
            """
            shop/api
              kind      standing
              created   4 days ago
              tags      3
              channels  1
              pins      0
              size      4.2 MB
            """);
    assertThat(run("repo", "show", "shop/api").out()).contains("size\t4200000\n");
    assertThat(run("repo", "show", "shop/api", "-o", "json").out())
        .isEqualToIgnoringWhitespace(DETAIL.formatted(0));
  }

  @Test
  void aPrefixIsDeclaredMutableWithoutAsking() {
    server.change(
        "POST " + DECLARATIONS,
        200,
        """
        {"apiVersion":"stet.dev/v1","pattern":"tmp/**","kind":"mutable","changed":true,"names":[]}
        """);
    assertThat(run("repo", "declare", "tmp/**", "mutable"))
        .isEqualTo(new StetRun(0, server.host() + "/tmp/**\tmutable\n", ""));
    assertThat(server.changes())
        .hasToString("[POST " + DECLARATIONS + " {\"pattern\":\"tmp/**\",\"kind\":\"mutable\"}]");
    assertThat(run("repo", "declare", server.host() + "/tmp/**", "mutable", "-o", "name").out())
        .isEqualTo(server.host() + "/tmp/**\n");
  }

  @Test
  void whatIsSoAlreadyIsNothingToDo() {
    server.change(
        "POST " + DECLARATIONS,
        200,
        """
        {"apiVersion":"stet.dev/v1","pattern":"tmp/**","kind":"mutable","changed":false,"names":[]}
        """);
    StetRun run = run("repo", "declare", "tmp/**", "mutable");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEqualTo("tmp/** is mutable already; nothing to do\n");
  }

  @Test
  void theStepWithoutAWayBackHasToBeConfirmed() {
    server.change(
        "POST " + DECLARATIONS,
        200,
        """
        {"apiVersion":"stet.dev/v1","pattern":"scratch/web","kind":"standing","changed":true,
         "names":[{"name":"1.0","kind":"tag"},{"name":"latest","kind":"channel"}]}
        """);
    StetRun unasked = run("repo", "declare", "scratch/web", "standing");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err()).contains("every tag in scratch/web stands, for ever", "--yes");
    assertThat(server.changes()).isEmpty();
    StetRun asked =
        StetRun.answering(
            "yes",
            temp,
            Map.of("STET_SERVER", server.host()),
            "repo",
            "declare",
            "scratch/web",
            "standing");
    assertThat(asked.exitCode()).isZero();
    assertThat(asked.err()).contains("for ever. Go on? [y/N] ");
    assertThat(run("repo", "declare", "scratch/web", "standing", "--yes", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","pattern":"scratch/web","kind":"standing","changed":true,
             "names":[{"name":"1.0","kind":"tag"},{"name":"latest","kind":"channel"}],
             "dryRun":false}
            """);
    assertThat(run("repo", "declare", "scratch/web", "standing", "--yes").out())
        .isEqualTo(
            "%1$s/scratch/web\tstanding\n%1$s/scratch/web:1.0\ttag\n%1$s/scratch/web:latest\tchannel\n"
                .formatted(server.host()));
  }

  @Test
  void aDryRunDeclaresNothing() {
    assertThat(run("repo", "declare", "scratch/web", "standing", "--dry-run", "-o", "json").out())
        .contains("\"changed\" : true", "\"dryRun\" : true");
    assertThat(run("repo", "declare", "shop/api", "standing", "--dry-run").err())
        .contains("nothing to do");
    assertThat(run("repo", "declare", "scratch/**", "mutable", "--dry-run").err())
        .contains("nothing to do");
    assertThat(run("repo", "declare", "tmp/**", "mutable", "--dry-run").err())
        .isEqualTo("dry run: nothing was changed\n");
    assertThat(run("repo", "declare", "shop/**", "mutable", "--dry-run").exitCode()).isEqualTo(5);
    assertThat(run("repo", "declare", "sho/**", "mutable", "--dry-run").exitCode()).isZero();
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void declarationsAreListed() {
    assertThat(run("repo", "declarations").out())
        .isEqualTo("scratch/**\tmutable\t2026-11-24T11:00:00Z\tci@shop\n");
    assertThat(run("repo", "declarations", "-o", "json").out())
        .isEqualToIgnoringWhitespace(DECLARED);
  }

  private void goes() {
    server.change(
        "DELETE " + REPOSITORY + "?reason=owner",
        200,
        """
        {"apiVersion":"stet.dev/v1","repository":"shop/api","names":["1.0","1.1","latest"],
         "digests":["%s","%s"]}
        """
            .formatted(ONE, TWO));
  }

  @Test
  void aRepositoryGoesWithAllItsNamesOnceThatIsConfirmed() {
    goes();
    StetRun unasked = run("repo", "rm", "shop/api");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err()).contains("3 names are burnt", "--yes");
    assertThat(server.changes()).isEmpty();
    assertThat(run("repo", "rm", "shop/api", "--yes").out())
        .isEqualTo(
            "%1$s/shop/api:1.0@%2$s\n%1$s/shop/api:1.1@%3$s\n%1$s/shop/api:latest@%3$s\n"
                .formatted(server.host(), ONE, TWO));
    assertThat(run("repo", "rm", "shop/api", "--yes", "-o", "json").out())
        .isEqualToIgnoringWhitespace(
            """
            {"apiVersion":"stet.dev/v1","repository":"shop/api","names":["1.0","1.1","latest"],
             "dryRun":false}
            """);
  }

  @Test
  void aDryRunTellsWhatWouldBeBurnt() {
    assertThat(run("repo", "rm", "shop/api", "--dry-run", "-o", "json").out())
        .contains("\"names\" : [ \"1.0\", \"1.1\", \"latest\" ]", "\"dryRun\" : true");
    server.json(REPOSITORY, DETAIL.formatted(2));
    StetRun pinned = run("repo", "rm", "shop/api", "--dry-run");
    assertThat(pinned.exitCode()).isEqualTo(5);
    assertThat(pinned.err()).contains("2 of its images are pinned", "stet pins shop/api");
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void aRepositoryThatIsNotThereIsNotFound() {
    server.refuseRead("/api/v1/repositories/nope", 404, "NAME_UNKNOWN", "there is none");
    assertThat(run("repo", "show", "nope").exitCode()).isEqualTo(3);
    assertThat(run("repo", "rm", "nope", "--yes").exitCode()).isEqualTo(3);
  }
}
