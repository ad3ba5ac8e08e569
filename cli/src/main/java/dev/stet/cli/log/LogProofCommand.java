package dev.stet.cli.log;

import dev.stet.api.Api;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.files.WholeFile;
import dev.stet.cli.output.Changed;
import dev.stet.cli.server.LogSite;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.ServerCommand;
import dev.stet.log.ProofFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet log proof}. */
@Command(
    name = "proof",
    description = "Save the proof of a tag in a file, which anyone can verify offline, for ever.",
    footer = {
      "stet log proof shop/api:1.5.213",
      "stet log proof shop/api:1.5.213 -O api.tlog-proof",
      "stet verify --offline --proof api.tlog-proof registry.example/shop/api:1.5.213"
    })
public final class LogProofCommand extends ServerCommand implements Runnable {
  private static final String STANDARD_OUTPUT = "-";

  @Parameters(paramLabel = "IMAGE", description = "[HOST[:PORT]/]REPO:TAG")
  private String operand = "";

  @Option(
      names = {"-O", "--output-file"},
      paramLabel = "FILE",
      description =
          "The file to write, or - for the standard output; by default REPO_TAG.tlog-proof.")
  private @Nullable String file;

  /** The document. */
  record Document(String apiVersion, String file, String image, long index) {}

  /** The command, in its surroundings. */
  public LogProofCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Operand image = Operand.parse(operand);
    String usual =
        image.repository().value().replace('/', '-')
            + "_"
            + image.requiredTag("log proof")
            + ".tlog-proof";
    ServerAddress server = client(image.host()).server();
    LogSite site = new LogSite(server, surroundings().version());
    ProofFile proof = SavedProof.of(site, image);
    if (STANDARD_OUTPUT.equals(file)) {
      surroundings().console().out().print(proof.text());
      return;
    }
    Path target = Path.of(file == null ? usual : file);
    save(surroundings().directory().resolve(target), proof);
    String whole = image.host().isPresent() ? image.toString() : server.host() + "/" + image;
    say("not verified yet: stet verify --proof " + target + " " + whole);
    String named = target.toString();
    write(
        new Changed(
            new Document(Api.VERSION, named, image.toString(), proof.index()),
            List.of(named),
            List.of(named)));
  }

  private static void save(Path target, ProofFile proof) {
    try {
      WholeFile.write(target, proof.text());
    } catch (IOException e) {
      throw Failure.of(ExitCode.FAILURE, "the proof cannot be written to " + target)
          .because(String.valueOf(e.getMessage()))
          .next("name another file with -O FILE");
    }
  }
}
