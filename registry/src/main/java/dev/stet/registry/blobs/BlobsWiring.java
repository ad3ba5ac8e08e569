package dev.stet.registry.blobs;

import dev.stet.http.Authoriser;
import dev.stet.http.Route;
import dev.stet.registry.standing.Sequence;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts this room together.
 *
 * @param blobs which blobs there are
 * @param removal removes bytes that no row names
 * @param routes the routes of blobs and uploads
 */
public record BlobsWiring(Blobs blobs, BlobRemoval removal, List<Route> routes) {
  /** Makes the room's parts. */
  public static BlobsWiring create(
      Database database,
      BlobStore store,
      Authoriser authoriser,
      Clock clock,
      Sequence sequence,
      long cacheBytes) {
    Blobs blobs = new Blobs(database, clock);
    ContentLocks locks = new ContentLocks();
    UploadRoutes uploads = new UploadRoutes(new Uploads(store, blobs, locks), authoriser);
    BlobRoutes reads = new BlobRoutes(new BlobReplies(blobs, store, sequence, cacheBytes));
    return new BlobsWiring(
        blobs,
        new BlobRemoval(store, blobs, locks),
        Stream.concat(uploads.routes().stream(), reads.routes().stream()).toList());
  }
}
