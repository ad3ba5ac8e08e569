package dev.stet.cli.images;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file that says which images shall run: a compose file, Kubernetes manifests (several documents
 * too, and lists), or an ECS task definition (alone, or as {@code describe-task-definition} prints
 * it); each as YAML or JSON.
 *
 * <p>Sources: Compose Specification; Kubernetes API reference, "PodSpec"; Amazon ECS API reference,
 * "TaskDefinition".
 */
public final class ImageFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final LoadSettings YAML =
      LoadSettings.builder().setSchema(new CoreSchema()).build();

  private final Path file;

  private ImageFile(Path file) {
    this.file = file;
  }

  /**
   * The places of a file that say which image shall run, in the order of the file.
   *
   * @throws Failure if the file is not there, or none of these
   */
  public static List<Mention> read(Path file) {
    ImageFile images = new ImageFile(file);
    List<Mention> mentions = new ArrayList<>();
    for (JsonNode document : images.documents()) {
      mentions.addAll(images.mentions(document));
    }
    return mentions;
  }

  private List<JsonNode> documents() {
    String text = text();
    try {
      return text.stripLeading().startsWith("{") ? List.of(JSON.readTree(text)) : yaml(text);
    } catch (JacksonException e) {
      throw notUnderstood(firstLine(e.getOriginalMessage()));
    } catch (YamlEngineException e) {
      throw notUnderstood(firstLine(String.valueOf(e.getMessage())));
    }
  }

  private static List<JsonNode> yaml(String text) {
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Load(YAML).loadAllFromString(text)) {
      if (document != null) {
        documents.add(YamlTree.of(document));
      }
    }
    return documents;
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw notUnderstood("it is no text in UTF-8");
    } catch (IOException e) {
      throw Failure.of(ExitCode.NOT_FOUND, "the file " + file + " cannot be read")
          .because(Files.exists(file) ? String.valueOf(e.getMessage()) : "there is none")
          .next("name a compose file, Kubernetes manifests or an ECS task definition");
    }
  }

  private List<Mention> mentions(JsonNode document) {
    if (document.path("apiVersion").isString() && document.path("kind").isString()) {
      return KubernetesManifest.mentions(document);
    }
    if (TaskDefinition.is(document)) {
      return TaskDefinition.mentions(document);
    }
    if (document.path("services").isObject()) {
      return ComposeFile.mentions(document);
    }
    throw notUnderstood(
        "it has neither services, nor apiVersion and kind, nor containerDefinitions");
  }

  private Failure notUnderstood(String why) {
    return Failure.of(ExitCode.VERIFICATION_FAILED, "the file " + file + " was not understood")
        .because(why)
        .next("name a compose file, Kubernetes manifests or an ECS task definition");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("it is neither YAML nor JSON");
  }
}
