package dev.stet.server;

import dev.stet.server.config.Key;
import dev.stet.server.config.Settings;
import dev.stet.server.config.SettingsReader;
import dev.stet.server.logging.LogSetup;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * Stet as it would be if it did not log its tags, to measure what the log costs. It is in the
 * server's package because no setting turns the log off, and none shall.
 */
@NullMarked
final class ServerWithoutLog {
  private ServerWithoutLog() {}

  /**
   * Serves until the process is told to stop.
   *
   * @param args the data folder, and where to listen
   */
  public static void main(String[] args) throws IOException {
    Map<String, String> environment = System.getenv();
    Settings settings =
        SettingsReader.read(
            Optional.empty(), environment, Map.of(Key.DATA, args[0], Key.LISTEN, args[1]));
    LogSetup.apply(settings.jsonLogs(), settings.logLevel());
    StopSignal stop = new StopSignal();
    try (Server server = Server.start(settings, Surroundings.ofThisProcess(environment))) {
      server.database().endEachWith(_ -> {}); // in place of what appends to the log and signs it
      stop.await();
    }
    stop.exit(0);
  }
}
