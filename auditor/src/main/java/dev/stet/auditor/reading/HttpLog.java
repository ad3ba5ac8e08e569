package dev.stet.auditor.reading;

import dev.stet.auditor.reading.WholeAnswers.TooLongException;
import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Tile;
import dev.stet.log.TileReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A log, read over HTTP. Believes nothing of what it reads. Safe for use by many threads.
 *
 * <p>What cannot be reached, or answers that it is busy, is asked a few times. A partial tile or
 * bundle that is not there is taken from the full one, which may have replaced it.
 */
public final class HttpLog implements TileReader {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(100), Duration.ofSeconds(1));

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int MAX_NOTE = 1 << 20;
  private static final int MAX_TILE = Tile.WIDTH * Hash.SIZE;
  private static final int MAX_BUNDLE = Tile.WIDTH * (2 + 0xffff);

  private final WholeAnswers answers;
  private final String prefix;

  /**
   * Reads nothing yet. Waits a minute for each answer.
   *
   * @param prefix under which {@code checkpoint} and {@code tile/} are
   */
  public HttpLog(HttpClient client, URI prefix) {
    this(new WholeAnswers(client, PATIENCE), prefix);
  }

  /** Reads nothing yet. */
  HttpLog(WholeAnswers answers, URI prefix) {
    this.answers = answers;
    this.prefix = prefix.toString().endsWith("/") ? prefix.toString() : prefix + "/";
  }

  /**
   * The newest checkpoint that the log shows.
   *
   * @throws UnreadableException if it shows none
   */
  public Note checkpoint() {
    byte[] bytes = require("checkpoint", MAX_NOTE);
    try {
      return Note.parse(bytes);
    } catch (MalformedException e) {
      throw UnreadableException.withheld(
          prefix + "checkpoint is no signed checkpoint: " + String.valueOf(e.getMessage()));
    }
  }

  /**
   * The entries of a bundle, in their order, as many as its width says.
   *
   * @throws UnreadableException if the log does not give them
   */
  public List<byte[]> entries(EntryBundle bundle) {
    return entries(bundle, MAX_BUNDLE);
  }

  /**
   * The entries of a bundle as {@link #entries(EntryBundle)} gives them; empty if all of them have
   * more than so many bytes.
   */
  Optional<List<byte[]>> entriesIfShort(EntryBundle bundle, int most) {
    try {
      return Optional.of(entries(bundle, most));
    } catch (UnreadableException e) {
      if (e.tooLong()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<byte[]> entries(EntryBundle bundle, int most) {
    Optional<byte[]> bytes = get(bundle.path(), most);
    EntryBundle found = bundle;
    if (bytes.isEmpty() && bundle.width() < Tile.WIDTH) {
      found = new EntryBundle(bundle.n(), Tile.WIDTH);
      bytes = get(found.path(), most);
    }
    try {
      return found
          .decode(bytes.orElseThrow(() -> missing(bundle.path())))
          .subList(0, bundle.width());
    } catch (MalformedException e) {
      throw UnreadableException.withheld(String.valueOf(e.getMessage()));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnreadableException if the log does not give it
   */
  @Override
  public byte[] read(Tile tile) {
    Optional<byte[]> bytes = get(tile.path(), MAX_TILE);
    if (bytes.isEmpty() && !tile.full()) {
      bytes = get(tile.whole().path(), MAX_TILE);
    }
    byte[] row = bytes.orElseThrow(() -> missing(tile.path()));
    if (row.length < tile.width() * Hash.SIZE) {
      throw UnreadableException.withheld(
          tile.path() + " has " + row.length + " bytes, wanted " + tile.width() * Hash.SIZE);
    }
    return Arrays.copyOf(row, tile.width() * Hash.SIZE);
  }

  private byte[] require(String path, int most) {
    return get(path, most).orElseThrow(() -> missing(path));
  }

  private UnreadableException missing(String path) {
    return UnreadableException.withheld("the log has no " + prefix + path);
  }

  /** What is at a path; empty if the log says that there is nothing. */
  private Optional<byte[]> get(String path, int most) {
    for (Duration pause : PAUSES) {
      try {
        return once(path, most);
      } catch (UnreadableException e) {
        if (e.withheld()) {
          throw e;
        }
        sleep(pause);
      }
    }
    return once(path, most);
  }

  private Optional<byte[]> once(String path, int most) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(prefix + path))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    try {
      HttpResponse<byte[]> response =
          answers.ask(
              request,
              head ->
                  head.statusCode() == OK
                      ? WholeAnswers.atMost(most)
                      : BodySubscribers.replacing(new byte[0]));
      return body(path, response.statusCode(), response.body());
    } catch (TooLongException e) {
      throw UnreadableException.tooLong(prefix + path + " has more than " + most + " bytes");
    } catch (IOException e) {
      throw UnreadableException.later(prefix + path + " cannot be read: " + e);
    }
  }

  private Optional<byte[]> body(String path, int status, byte[] body) {
    if (status == NOT_FOUND) {
      return Optional.empty();
    }
    if (status != OK) {
      String message = prefix + path + " is answered with status " + status;
      throw status == TOO_MANY_REQUESTS || status >= SERVER_ERROR
          ? UnreadableException.later(message)
          : UnreadableException.withheld(message);
    }
    return Optional.of(body);
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UnreadableException.later("stopping");
    }
  }

  @Override
  public String toString() {
    return prefix;
  }
}
