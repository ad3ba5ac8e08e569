package dev.stet.registry;

import dev.stet.http.Action;
import dev.stet.http.Authoriser;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import dev.stet.registry.audit.RuleChanges;
import dev.stet.registry.blobs.BlobObserver;
import dev.stet.registry.blobs.BlobRemoval;
import dev.stet.registry.blobs.BlobStore;
import dev.stet.registry.blobs.BlobsWiring;
import dev.stet.registry.browse.BrowseWiring;
import dev.stet.registry.care.CareWiring;
import dev.stet.registry.channels.ChannelsWiring;
import dev.stet.registry.declarations.DeclarationsWiring;
import dev.stet.registry.deletes.DeletesWiring;
import dev.stet.registry.deletes.Deletions;
import dev.stet.registry.log.LogWiring;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.manifests.ManifestsWiring;
import dev.stet.registry.pins.PinsWiring;
import dev.stet.registry.protection.ImagesInUse;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.referrers.ReferrersWiring;
import dev.stet.registry.space.CollectionGate;
import dev.stet.registry.space.LastPulls;
import dev.stet.registry.space.SpaceObserver;
import dev.stet.registry.space.SpaceWiring;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.ClaimOutcome;
import dev.stet.registry.tags.TagLedger;
import dev.stet.store.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Puts the rooms of the registry together. */
public final class RegistryWiring {
  /** Where the registry's migrations lie on the class path. */
  public static final String MIGRATIONS = "dev/stet/registry/schema";

  private static final Reply IS_A_REGISTRY =
      Reply.of(200, "application/json", new byte[] {'{', '}'})
          .with("Docker-Distribution-API-Version", "registry/2.0");

  private RegistryWiring() {}

  /**
   * What the registry needs from the process.
   *
   * @param database migrated from {@link #MIGRATIONS}
   * @param log the log of its tags
   * @param sequence where the database is, one for all registries that it has, so that none gives
   *     out of memory what another took away
   * @param others who else knows of the log
   * @param timer runs what is to be done now and then; it may take hours
   * @param inUse knows which images run
   * @param pulls writes down what is pulled
   * @param gate keeps collection off
   * @param observer is told what came of each claim
   * @param blobObserver is told how the blobs fare
   * @param spaceObserver is told what is collected and purged
   */
  public record Needs(
      Database database,
      TagLog log,
      Sequence sequence,
      LogWiring.Others others,
      BlobStore store,
      Authoriser authoriser,
      Clock clock,
      ScheduledExecutorService timer,
      ImagesInUse inUse,
      LastPulls pulls,
      CollectionGate gate,
      Consumer<ClaimOutcome> observer,
      BlobObserver blobObserver,
      SpaceObserver spaceObserver) {}

  /** The routes of the registry. Notes in the audit trail which of its rules have changed. */
  public static List<Route> routes(RegistrySettings settings, Needs needs) {
    RuleChanges.note(needs.database(), needs.clock(), settings.rules());
    Sequence sequence = needs.sequence();
    TagLedger ledger =
        new TagLedger(
            needs.database(),
            needs.clock(),
            settings.tagRules(),
            needs.log().gate(),
            sequence,
            needs.observer());
    BlobsWiring blobs =
        BlobsWiring.create(
            settings.blobs(),
            new BlobsWiring.Needs(
                needs.database(),
                needs.store(),
                needs.authoriser(),
                needs.clock(),
                sequence,
                needs.timer(),
                needs.blobObserver()));
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.get("/v2/", Action.BROWSE, _ -> IS_A_REGISTRY)
            .ready(_ -> Optional.of(IS_A_REGISTRY)));
    routes.addAll(
        ManifestsWiring.routes(
            needs.database(),
            blobs.blobs(),
            needs.store(),
            ledger,
            needs.log(),
            needs.others().quorum(),
            sequence,
            settings.manifestCacheBytes(),
            needs.pulls()));
    routes.addAll(ReferrersWiring.routes(needs.database()));
    routes.addAll(blobs.routes());
    routes.addAll(decisions(settings, needs, sequence, blobs.removal()));
    routes.addAll(BrowseWiring.routes(needs.database()));
    routes.addAll(LogWiring.routes(needs.database(), needs.log(), needs.clock(), needs.others()));
    routes.addAll(
        CareWiring.routes(
            needs.database(), needs.store(), blobs, needs.log(), needs.gate(), needs.clock()));
    return routes;
  }

  /** Whatever is decided about names and images besides pushing them. */
  private static List<Route> decisions(
      RegistrySettings settings, Needs needs, Sequence sequence, BlobRemoval removal) {
    Protection protection = new Protection(needs.inUse());
    Deletions deletions = new Deletions(needs.database(), needs.clock(), protection, sequence);
    return Stream.of(
            ChannelsWiring.routes(needs.database(), needs.clock(), sequence),
            PinsWiring.routes(needs.database(), needs.clock()),
            DeclarationsWiring.routes(
                needs.database(), needs.clock(), settings.tagRules(), sequence),
            DeletesWiring.routes(needs.database(), needs.clock(), deletions, sequence),
            SpaceWiring.routes(
                settings.space(),
                new SpaceWiring.Needs(
                    needs.database(),
                    needs.clock(),
                    sequence,
                    protection,
                    deletions,
                    removal,
                    needs.pulls(),
                    needs.gate(),
                    needs.timer(),
                    needs.spaceObserver())))
        .flatMap(List::stream)
        .toList();
  }
}
