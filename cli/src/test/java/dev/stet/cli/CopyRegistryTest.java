package dev.stet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.cli.copy.TestLayout;
import dev.stet.cli.registry.FakeRegistry;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** copy --registry: every repository of a registry. */
class CopyRegistryTest {
  private final @AutoClose FakeRegistry old = new FakeRegistry();
  private final @AutoClose FakeRegistry stet = new FakeRegistry();
  private @TempDir Path temp = Path.of("");
  private byte[] image = {};

  @BeforeEach
  void fillTheOldOne() throws IOException {
    TestLayout layout = new TestLayout(temp.resolve("layout"));
    image = layout.image(1, 20_000);
    layout.name("one", MediaTypes.OCI_IMAGE, image);
    for (String repository : List.of("zoo", "shop/api", "base", "shop/web", "shop/db")) {
      assertThat(run("copy", "--all", "oci:layout", old.host() + "/" + repository).exitCode())
          .isZero();
    }
  }

  private StetRun run(String... arguments) {
    return StetRun.of(temp, Map.of(), arguments);
  }

  private String copied(String repository) {
    return "copied\t%s/%s:one@%3$s\t%3$s\t"
        .formatted(stet.host(), repository, Digest.sha256(image));
  }

  @Test
  void everyRepositoryOfEveryPageIsCopied() {
    StetRun run = run("copy", "--all", "--registry", old.host(), stet.host());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            copied("base"),
            copied("shop/api"),
            copied("shop/db"),
            copied("shop/web"),
            copied("zoo"));
    assertThat(run.err()).contains("\n5 copied; ");
    StetRun again = run("copy", "--registry", old.host(), stet.host(), "-q");
    assertThat(again.err()).contains("\n5 already there; 0 blobs copied");
    assertThat(again.out().lines()).hasSize(5).containsOnly(Digest.sha256(image).toString());
  }

  @Test
  void aPrefixGoesBeforeTheNames() {
    StetRun run = run("copy", "--registry", old.host(), stet.host() + "/from/old");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(copied("from/old/shop/api") + "\n", copied("from/old/zoo"));
    assertThat(run("copy", "--registry", old.host(), "old", "--server", stet.host()).out())
        .contains(copied("old/base"));
  }

  @Test
  void aBlobThatAnotherRepositoryHasIsMountedFromThere() {
    stet.rule(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean mount = String.valueOf(exchange.getRequestURI().getQuery()).contains("mount=");
          boolean unknown = path.contains("/blobs/sha256") && !path.startsWith("/v2/base/");
          if (mount) {
            exchange.sendResponseHeaders(201, -1);
          } else if (unknown) {
            exchange.sendResponseHeaders(404, -1);
          }
          return mount || unknown;
        });
    StetRun run = run("copy", "--registry", old.host(), stet.host(), "--jobs", "1");
    assertThat(run.err())
        .endsWith("5 copied; 3 blobs copied (40.6 kB), 12 mounted, 0 already there\n");
    assertThat(stet.asked("POST"))
        .filteredOn(it -> it.contains("mount="))
        .hasSize(4 * 3)
        .allMatch(it -> it.endsWith("&from=base"));
  }

  @Test
  void aRepositoryThatCannotBeReadDoesNotStopTheOthers() {
    old.rule(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean empty = path.equals("/v2/base/tags/list");
          boolean closed = path.startsWith("/v2/shop/api/");
          boolean list = path.equals("/v2/_catalog");
          if (empty) {
            FakeRegistry.answer(
                exchange, 404, "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"none\"}]}");
          } else if (closed) {
            FakeRegistry.answer(
                exchange, 403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not yours\"}]}");
          } else if (list) {
            FakeRegistry.answer(
                exchange, 200, "{\"repositories\":[\"base\",\"shop/api\",\"No Name\",\"zoo\"]}");
          }
          return empty || closed || list;
        });
    StetRun run = run("copy", "--registry", old.host(), stet.host());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("skipped\tbase\t\tit has no tags"),
            line -> assertThat(line).isEqualTo("failed\tshop/api\t\tnot yours (403 DENIED)"),
            line -> assertThat(line).startsWith("failed\tNo Name\t\t"),
            line -> assertThat(line).isEqualTo(copied("zoo")));
    assertThat(run.err())
        .contains(
            "error: shop/api was not copied whole\n  the tags of shop/api cannot be listed\n",
            "error: No Name was not copied whole\n");
  }

  @Test
  void aRegistryThatListsNothingIsExplained() {
    old.rule(
        exchange -> {
          boolean list = exchange.getRequestURI().getPath().equals("/v2/_catalog");
          if (list) {
            FakeRegistry.answer(
                exchange, 404, "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"no\"}]}");
          }
          return list;
        });
    StetRun run = run("copy", "--registry", old.host(), stet.host());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            "the repositories of " + old.host() + " cannot be listed",
            "name each: stet copy --all SRC-REPO DST-REPO");
  }

  @Test
  void theCatalogIsSignedInFor() {
    old.wantsToken("ci", "s3cret");
    StetRun run = run("copy", "--registry", old.host(), stet.host());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("docker login " + old.host());
    assertThat(old.asked("GET")).last().asString().contains("scope=registry%3Acatalog%3A*");
  }
}
