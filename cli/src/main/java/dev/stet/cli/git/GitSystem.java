package dev.stet.cli.git;

import dev.stet.cli.command.Surroundings;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit may see of the machine: the environment of the command, and Git's own settings.
 *
 * <p>JGit by itself would run {@code git} to find the system's settings, and would measure how fine
 * the file system's clock is and write that to a file of its own. Both take longer than all the
 * rest; here the settings are read where Git keeps them, and a coarse clock is assumed, which is
 * always safe.
 */
final class GitSystem extends SystemReader.Delegate {
  private static final File SYSTEM_SETTINGS = new File("/etc/gitconfig");

  private final Surroundings surroundings;

  GitSystem(SystemReader real, Surroundings surroundings) {
    super(real);
    this.surroundings = surroundings;
  }

  @Override
  public @Nullable String getenv(String variable) {
    return surroundings.variable(variable).orElse(null);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new FileBasedConfig(parent, SYSTEM_SETTINGS, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    File file = surroundings.home().orElse(Path.of("/")).resolve(".gitconfig").toFile();
    return new CoarseClock(parent, file, fs);
  }

  /** The settings of the user, which also say of every file system that its clock is coarse. */
  private static final class CoarseClock extends FileBasedConfig {
    private static final String FILE_SYSTEM = "filesystem";

    CoarseClock(@Nullable Config parent, File file, FS fs) {
      super(parent, file, fs);
    }

    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long otherwise, TimeUnit unit) {
      return section.equals(FILE_SYSTEM)
          ? unit.convert(1, TimeUnit.SECONDS)
          : super.getTimeUnit(section, subsection, name, otherwise, unit);
    }
  }
}
