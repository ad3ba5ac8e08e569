package dev.stet.registry.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.log.EntryBundle;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Tile;
import dev.stet.oci.OciErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The log as files: checkpoint, tiles, entries. What is full never changes, and is kept in memory.
 * Source: c2sp.org/tlog-tiles.
 *
 * <p>The same tiles lie under two checkpoints: the newest that the log has signed, for whoever
 * feeds witnesses, and the newest that a quorum has cosigned, for whoever wants to see no other.
 */
final class LogRoutes {
  private static final String LOG = "/log";
  private static final String COSIGNED = "/log/cosigned";
  private static final String TILE = "/tile/{path...}";
  private static final String CHECKPOINT = "/checkpoint";
  private static final String BINARY = "application/octet-stream";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ENTRIES = "entries/";
  private static final String GZIP = "gzip";
  private static final long CACHE_BYTES = 16L << 20;

  private final TagLog log;
  private final Cache<Wanted, Reply> full =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .weigher(
              (Wanted wanted, Reply reply) -> wanted.path().length() + (int) reply.body().length())
          .build();

  /** What is asked for; hashes are never compressed. */
  private record Wanted(String path, boolean compressed) {
    static Wanted of(Exchange exchange) {
      String path = exchange.parameters().get("path");
      return new Wanted(path, path.startsWith(ENTRIES) && takesGzip(exchange));
    }

    private static boolean takesGzip(Exchange exchange) {
      return exchange
          .header("Accept-Encoding")
          .filter(codings -> Stream.of(codings.split(",")).anyMatch(Wanted::isGzip))
          .isPresent();
    }

    private static boolean isGzip(String coding) {
      String bare = coding.replace(" ", "");
      return bare.equals(GZIP)
          || (bare.startsWith(GZIP + ";q=") && !bare.matches(GZIP + ";q=0(\\.0*)?"));
    }
  }

  LogRoutes(TagLog log) {
    this.log = log;
  }

  List<Route> routes() {
    return List.of(
        Route.get(LOG + CHECKPOINT, Action.BROWSE, _ -> checkpoint(log.head())),
        Route.get(COSIGNED + CHECKPOINT, Action.BROWSE, _ -> checkpoint(log.cosigned().newest())),
        Route.get(LOG + TILE, Action.BROWSE, this::tile).ready(this::fromMemory),
        Route.get(COSIGNED + TILE, Action.BROWSE, this::tile).ready(this::fromMemory));
  }

  private static Reply checkpoint(Optional<Note> note) {
    return note.map(it -> Reply.text(200, "text/plain", it.encoded()))
        .map(it -> it.with("Cache-Control", "no-cache"))
        .orElseThrow(
            () ->
                RequestException.of(
                        OciErrorCode.NAME_UNKNOWN,
                        "no quorum has cosigned a checkpoint of this log yet; the newest that the"
                            + " log has signed is at /log/checkpoint")
                    .status(404)
                    .with("Cache-Control", "no-store"));
  }

  private Optional<Reply> fromMemory(Exchange exchange) {
    return Optional.ofNullable(full.getIfPresent(Wanted.of(exchange)));
  }

  private Reply tile(Exchange exchange) {
    Wanted wanted = Wanted.of(exchange);
    String path = "tile/" + wanted.path();
    try {
      if (wanted.path().startsWith(ENTRIES)) {
        EntryBundle bundle = EntryBundle.parse(path);
        byte[] entries = EntryBundle.encode(log.entries(bundle));
        return kept(wanted, bundle.tile(), wanted.compressed() ? gzip(entries) : plain(entries));
      }
      Tile tile = Tile.parse(path);
      return kept(wanted, tile, Reply.of(200, BINARY, log.read(tile)));
    } catch (MalformedException e) {
      throw RequestException.of(OciErrorCode.NAME_UNKNOWN, String.valueOf(e.getMessage()))
          .status(404)
          .with("Cache-Control", "no-store");
    }
  }

  private static Reply plain(byte[] entries) {
    return Reply.of(200, BINARY, entries).with("Vary", "Accept-Encoding");
  }

  private static Reply gzip(byte[] entries) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(entries);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
    return plain(compressed.toByteArray()).with("Content-Encoding", GZIP);
  }

  private Reply kept(Wanted wanted, Tile tile, Reply reply) {
    Reply whole = reply.with("Cache-Control", FOR_EVER);
    if (tile.full()) {
      full.put(wanted, whole);
    }
    return whole;
  }
}
