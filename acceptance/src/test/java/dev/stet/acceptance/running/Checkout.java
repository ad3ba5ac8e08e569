package dev.stet.acceptance.running;

import java.nio.file.Path;

/** The checkout that is being built. */
public final class Checkout {
  /** Its folder. */
  public static final Path FOLDER =
      Path.of(System.getProperty("stet.checkout", "..")).toAbsolutePath().normalize();

  private Checkout() {}

  /** The packaged server; its libraries lie beside it. */
  public static Path serverJar() {
    return FOLDER.resolve("server/target/dist/stet-server.jar");
  }

  /** The packaged command; its libraries lie beside it. */
  public static Path commandJar() {
    return FOLDER.resolve("cli/target/dist/stet-cli.jar");
  }

  /** The packaged auditor, to be run as the launcher does. */
  public static Command auditor() {
    return Command.of(jdk().resolve("bin/java"))
        .with(Launcher.AUDITOR.toArray())
        .with("-jar", FOLDER.resolve("auditor/target/dist/stet-auditor.jar"));
  }

  /** The JDK that runs the tests. */
  public static Path jdk() {
    return Path.of(System.getProperty("java.home"));
  }

  /** The packaged command, to be run as the launcher does. */
  public static Command stet() {
    return Command.of(jdk().resolve("bin/java"))
        .with(Launcher.COMMAND.toArray())
        .with("-XX:AOTCache=" + Launcher.Cache.FILE, "-jar", commandJar());
  }
}
