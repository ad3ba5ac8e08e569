package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The log of a running Stet, judged over HTTP.
 *
 * @param url where it is served
 * @param key with which its checkpoints are signed
 * @param folder where the judges can be told things
 */
public record ServedLog(String url, VerifierKey key, Path folder) {
  /**
   * The log of a Stet.
   *
   * @param data its data folder
   * @param folder one that the judges may fill
   */
  public static ServedLog of(StetProcess stet, Path data, Path folder) throws IOException {
    String file = Files.readString(data.resolve("keys/log.key")).strip();
    return new ServedLog(
        "http://" + stet.address() + "/log/", SigningKey.parse(file).verifier(), folder);
  }

  /**
   * Has every judge look at it, while nobody writes to it.
   *
   * @param seen what the log must have
   * @return its size
   */
  public long assertSound(RegistryClient client, Seen seen)
      throws IOException, InterruptedException {
    String checkpoint = Note.parse(client.checkpoint().body()).text();
    long size = Checkpoint.parse(checkpoint).size();
    assertThat(seen.askedOf(Judges.judge(url, key), folder).run().successfully().output())
        .contains("size " + size + " ");
    assertThat(Judges.fsck(url, key, folder).run().output())
        .contains(Judges.fsckFoundNothing(size));
    assertThat(Judges.rules().with("-log", url, "-key", key).run().successfully().output())
        .contains("size " + size + ", ", ": R1 to R6 hold");
    assertThat(Judges.torch(policy()).with("-log", url).run().successfully().output())
        .isEqualTo(size + " entries: all verified");
    return size;
  }

  private Path policy() throws IOException {
    Policy policy = new Policy(key, Optional.empty(), List.of(), Optional.empty());
    return Files.writeString(folder.resolve("policy"), policy.text(), UTF_8);
  }
}
