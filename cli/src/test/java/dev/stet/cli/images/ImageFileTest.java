package dev.stet.cli.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  @TempDir private Path temp = Path.of("");

  private List<Mention> read(String text) throws IOException {
    return ImageFile.read(Files.writeString(temp.resolve("file"), text));
  }

  private static Mention named(String where, String text) {
    return new Mention.Named(where, text);
  }

  @Test
  void aComposeFileNamesTheImagesOfItsServicesAndVolumes() throws IOException {
    assertThat(
            read(
                """
                x-api: &api
                  image: 127.0.0.1:5000/shop/api:1.5.213
                  restart: always
                x-db: &db "registry.example/db:16"
                services:
                  api: {<<: *api, ports: ["80:80"]}
                  worker:
                    <<: [*api, {image: never}]
                    command: work
                  old:
                    <<: *api
                    image: 127.0.0.1:5000/shop/api:1.4.0
                  db:
                    image: *db
                    volumes:
                      - data:/var/lib/data
                      - {type: image, source: "registry.example/seed:3", target: /seed}
                  built: {build: .}
                  same: {extends: {service: api}}
                  model: {provider: {type: model}}
                volumes: {data: {}}
                """))
        .containsExactly(
            named("service api", "127.0.0.1:5000/shop/api:1.5.213"),
            named("service worker", "127.0.0.1:5000/shop/api:1.5.213"),
            named("service old", "127.0.0.1:5000/shop/api:1.4.0"),
            named("service db", "registry.example/db:16"),
            named("service db, volume", "registry.example/seed:3"));
  }

  @Test
  void whatComposeTakesFromElsewhereIsUnclear() throws IOException {
    assertThat(
            read(
                """
                include: [other.yaml]
                services:
                  a: {image: "shop/api:${TAG:-latest}"}
                  b: {extends: {file: other.yaml, service: b}}
                  c: {command: x}
                  d: {image: 1.5}
                  e: {image: ""}
                  f:
                """))
        .hasSize(7)
        .allSatisfy(
            mention -> {
              assertThat(mention).isInstanceOf(Mention.Unclear.class);
              assertThat(((Mention.Unclear) mention).why()).contains("docker compose config");
            })
        .extracting(Mention::where)
        .containsExactly(
            "include",
            "service a",
            "service b",
            "service c",
            "service d",
            "service e",
            "service f");
  }

  @Test
  void aManifestNamesTheContainersOfEveryKind() throws IOException {
    assertThat(
            read(
                """
                # two of a chart
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api}
                spec:
                  template:
                    spec:
                      initContainers: [{name: init, image: "r.example/init:1"}]
                      containers: [{name: app, image: "r.example/app:1"}, {name: side, image: r.example/side:1}]
                      ephemeralContainers: [{name: look, image: r.example/look:1}]
                      volumes: [{name: model, image: {reference: "r.example/model:1"}}, {name: x, emptyDir: {}}]
                ---
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: text}
                data: {containers: "image: no/image:1"}
                ---
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: night}
                spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: "r.example/c:1"}]}}}}}
                """))
        .containsExactly(
            named("Deployment api, container init", "r.example/init:1"),
            named("Deployment api, container app", "r.example/app:1"),
            named("Deployment api, container side", "r.example/side:1"),
            named("Deployment api, container look", "r.example/look:1"),
            named("Deployment api, volume model", "r.example/model:1"),
            named("CronJob night, container c", "r.example/c:1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Deployment",
        "StatefulSet",
        "DaemonSet",
        "ReplicaSet",
        "ReplicationController",
        "Job",
        "Rollout"
      })
  void everyWorkloadHasAPodTemplate(String kind) throws IOException {
    assertThat(
            read(
                """
                {"apiVersion": "v1", "kind": "%s", "metadata": {"name": "a"},
                 "spec": {"template": {"spec": {"containers": [{"name": "b", "image": "c:1"}]}}}}
                """
                    .formatted(kind)))
        .containsExactly(named(kind + " a, container b", "c:1"));
  }

  @Test
  void aListNamesTheImagesOfItsItems() throws IOException {
    assertThat(
            read(
                """
                apiVersion: v1
                kind: List
                items:
                  - {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: "a:1"}]}}
                  - {apiVersion: v1, kind: Pod, metadata: {generateName: q}, spec: {containers: [{name: b}]}}
                """))
        .containsExactly(
            named("Pod p, container a", "a:1"),
            new Mention.Unclear("Pod without a name, container b", "", "it names no image"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "{\"taskDefinition\": %s, \"tags\": []}"})
  void aTaskDefinitionNamesItsContainers(String around) throws IOException {
    assertThat(
            read(
                around.formatted(
                    """
                    {"family": "api", "containerDefinitions": [
                    \t{"name": "app", "image": "r.example/app:1"}, {"name": "odd", "image": 7}]}
                    """)))
        .containsExactly(
            named("container app", "r.example/app:1"),
            new Mention.Unclear("container odd", "7", "it names no image"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "a: [",
        "{\"a\": ",
        "{\"services\": {}, \"services\": {}}",
        "services: {}\nservices: {}",
        "services: [a]",
        "a: 1",
        "- a",
        "services: {a: {image: !include x}}",
        "services: {a: {image: *none}}",
        "a: &a [*a]\nservices: *a",
        "apiVersion: v1\nkind: Pod\n---\nsomething: else",
        "{{ if .Values.x }}\napiVersion: v1"
      })
  void whatIsNoneOfTheseIsNotPassedOver(String text) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> read(text))
        .satisfies(
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED);
              assertThat(failure.why()).isNotEmpty();
              assertThat(failure.next().getFirst()).contains("compose file");
            });
  }

  @Test
  void aFileThatIsNotThereOrNoTextIsSaidSo() throws IOException {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ImageFile.read(temp.resolve("none")))
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_FOUND));
    Path file = Files.write(temp.resolve("latin"), "ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ImageFile.read(file))
        .satisfies(failure -> assertThat(failure.why()).contains("it is no text in UTF-8"));
  }

  /** Whatever the file holds, the answer is images or a failure in words. */
  @Property(tries = 500)
  void nothingElseIsThrown(@ForAll("files") String text) throws IOException {
    Path folder = Files.createTempDirectory("images");
    Path file = Files.writeString(folder.resolve("file"), text);
    try {
      assertThat(ImageFile.read(file)).doesNotContainNull();
    } catch (Failure e) {
      assertThat(e.why()).isNotEmpty();
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(
            "services:",
            "apiVersion: v1",
            "kind: Pod",
            "\n",
            "  ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "<<: ",
            "image: ",
            "containers:",
            "\"",
            ": ",
            "---\n",
            "x",
            "!!map ",
            "\t",
            "? ")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }
}
