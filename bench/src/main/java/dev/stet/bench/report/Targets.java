package dev.stet.bench.report;

import static dev.stet.bench.report.Target.atLeast;
import static dev.stet.bench.report.Target.atMost;

import dev.stet.bench.report.Target.Against;
import dev.stet.bench.server.Server;
import java.util.List;

/** All targets, in the order of the page. */
final class Targets {
  private static final Against DISTRIBUTION = new Against.Peer(Server.DISTRIBUTION);
  private static final Against NGINX = new Against.Peer(Server.NGINX);
  private static final Against WITHOUT_LOG = new Against.Peer(Server.WITHOUT_LOG);
  private static final Against ONE_THREAD = new Against.Floor(Figure.UPLOAD_FLOOR);
  private static final Against NOBODY = new Against.Nobody();

  /** 1.3 times the time is this part of the speed. */
  private static final double SPEED_AT_1_3_TIMES_THE_TIME = 1 / 1.3;

  private static final double TWO_THIRDS = 2 / 3.0;

  private static final double MIB_PER_MB = 1e6 / (1024 * 1024);

  static final List<Target> ALL =
      List.of(
          atLeast(Figure.MANIFEST_RATE, 8, DISTRIBUTION),
          atLeast(Figure.MANIFEST_RATE, 0.8, NGINX),
          atLeast(Figure.SMALL_BLOB_RATE, 40, DISTRIBUTION),
          atLeast(Figure.SMALL_BLOB_RATE, 0.5, NGINX),
          atLeast(Figure.DOWNLOAD, 0.9, fastest(Figure.DOWNLOAD)),
          atMost(Figure.DOWNLOAD_CPU, 1.2, fastest(Figure.DOWNLOAD)),
          atLeast(Figure.DOWNLOADS, 0.9, fastest(Figure.DOWNLOADS)),
          atMost(Figure.DOWNLOADS_CPU, 1.2, fastest(Figure.DOWNLOADS)),
          atLeast(Figure.UPLOAD, 1.2, DISTRIBUTION),
          atMost(Figure.UPLOAD_CPU, 1, DISTRIBUTION),
          atLeast(Figure.UPLOAD, SPEED_AT_1_3_TIMES_THE_TIME, ONE_THREAD),
          atLeast(Figure.WHOLE_UPLOAD, 1.2, DISTRIBUTION),
          atMost(Figure.WHOLE_UPLOAD_CPU, 1, DISTRIBUTION),
          atLeast(Figure.WHOLE_UPLOAD, SPEED_AT_1_3_TIMES_THE_TIME, ONE_THREAD),
          atMost(Figure.PUSH_P50, 0.5, DISTRIBUTION),
          atMost(Figure.PUSHES_P50, 0.5, DISTRIBUTION),
          atLeast(Figure.PUSH_RATE, 4, DISTRIBUTION),
          atMost(Figure.CLAIM_P50, 0.7, DISTRIBUTION),
          atLeast(Figure.CLAIM_RATE, 5, DISTRIBUTION),
          atMost(Curve.LIST_OF_TAGS.at(1000), 1, quickest(Curve.LIST_OF_TAGS.at(1000))),
          atMost(Curve.LIST_OF_TAGS.at(10_000), 1, quickest(Curve.LIST_OF_TAGS.at(10_000))),
          atMost(
              Curve.LIST_OF_TAGS.at(1_000_000), 1.2, new Against.Own(Curve.LIST_OF_TAGS.at(1000))),
          atMost(
              Curve.LIST_IN_REPOSITORIES.at(10_000),
              1,
              quickest(Curve.LIST_IN_REPOSITORIES.at(10_000))),
          atLeast(LogFigure.CLAIM_RATE, TWO_THIRDS, WITHOUT_LOG),
          atLeast(LogFigure.CLAIMS_RATE, TWO_THIRDS, WITHOUT_LOG),
          atMost(LogFigure.SYNCS, 1, NOBODY),
          atMost(LogFigure.VERIFICATION, 50, NOBODY),
          atMost(LogFigure.AUDIT, 60, NOBODY),
          atMost(Figure.START, 1000, NOBODY),
          atMost(Figure.PLAIN_START, 2000, NOBODY),
          atMost(Figure.IDLE_MEMORY, 150 * MIB_PER_MB, NOBODY),
          atMost(Figure.PEAK_MEMORY, 400 * MIB_PER_MB, NOBODY));

  private Targets() {}

  private static Against fastest(Figure by) {
    return new Against.BestPeer(by, true);
  }

  private static Against quickest(Point by) {
    return new Against.BestPeer(by, false);
  }
}
