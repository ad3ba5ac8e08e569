package dev.stet.cli.git;

import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.OutputOptions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet tag}. */
@Command(
    name = "tag",
    description = "Print the tag for the commit that is checked out, e.g. main-3035eca.",
    footer = {
      "docker build -t 127.0.0.1:5000/shop/api:$(stet tag) $(stet tag --labels) .",
      "stet tag --length 12",
      "stet tag --version 1.5.213",
      "docker buildx build --push -t stet.example/shop/api:$(stet tag) $(stet tag --labels=buildx) ."
    })
public final class TagCommand implements Runnable {
  private final Surroundings surroundings;

  @Option(
      names = "--length",
      paramLabel = "DIGITS",
      description = "How many digits of the commit, from 7 (the default) to all 40")
  private int digits = Naming.FEWEST_DIGITS;

  @Option(
      names = "--version",
      paramLabel = "X.Y.Z",
      description = "Name a release. Refused where Git has another tag for it.")
  private @Nullable String version;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "The branch, where Git and CI do not know it")
  private @Nullable String branch;

  @Option(
      names = "--allow-dirty",
      description = "Name uncommitted changes too, by their hash: main-3035eca-dirty.1f9a0c2e")
  private boolean allowDirty;

  @Option(
      names = "--labels",
      arity = "0..1",
      fallbackValue = "docker",
      paramLabel = "STYLE",
      description = "Print the arguments that label the image instead, for docker or for buildx")
  private @Nullable LabelStyle labels;

  @ArgGroup(validate = false, heading = "%nOutput%n")
  private OutputOptions output = new OutputOptions();

  /** The command, in its surroundings. */
  public TagCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Naming naming =
        new Naming(
            digits,
            Optional.ofNullable(branch),
            Optional.ofNullable(version).map(ReleaseVersion::new),
            allowDirty);
    Checkout checkout = new CheckoutReader(surroundings).read();
    ImageName name = naming.name(checkout, new CiVariables(surroundings));
    Map<String, String> said = Labels.of(checkout, name);
    if (labels != null) {
      Labels.arguments(said, labels).forEach(surroundings.console().out()::println);
    } else {
      output.write(new TagResult(checkout, name, said), surroundings.console());
    }
  }
}
