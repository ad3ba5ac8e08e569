package dev.stet.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.bench.report.Target.Against;
import dev.stet.bench.server.Server;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final Point LIST = Curve.LIST_OF_TAGS.at(1000);

  private final Results results = new Results();

  @Test
  void comparesMediansAgainstAPeer() {
    results.add(Server.STET, Map.of(Figure.MANIFEST_RATE, 700.0));
    results.add(Server.STET, Map.of(Figure.MANIFEST_RATE, 900.0));
    results.add(Server.DISTRIBUTION, Map.of(Figure.MANIFEST_RATE, 100.0));
    Target target = Target.atLeast(Figure.MANIFEST_RATE, 8, new Against.Peer(Server.DISTRIBUTION));

    assertThat(target.reached(results)).contains(8.0);
    assertThat(target.verdict(8.0)).isEqualTo("met");
    assertThat(target.verdict(6.0)).isEqualTo("**missed** by 25 %");
    assertThat(target.wanted()).isEqualTo("≥ 8 × distribution");
  }

  @Test
  void comparesAgainstWhateverIsBest() {
    results.add(Server.STET, Map.of(Figure.DOWNLOAD, 90.0, LIST, 2.0));
    results.add(Server.DISTRIBUTION, Map.of(Figure.DOWNLOAD, 80.0, LIST, 4.0));
    results.add(Server.NGINX, Map.of(Figure.DOWNLOAD, 100.0));
    results.add(Server.DOCKER_REGISTRY, Map.of(LIST, 8.0));

    assertThat(
            Target.atLeast(Figure.DOWNLOAD, 0.9, new Against.BestPeer(Figure.DOWNLOAD, true))
                .reached(results))
        .contains(0.9);
    assertThat(Target.atMost(LIST, 1, new Against.BestPeer(LIST, false)).reached(results))
        .contains(0.5);
  }

  @Test
  void comparesTheCostOfThePeerThatIsFastest() {
    results.add(Server.STET, Map.of(Figure.DOWNLOAD, 90.0, Figure.DOWNLOAD_CPU, 0.6));
    results.add(Server.DISTRIBUTION, Map.of(Figure.DOWNLOAD, 80.0, Figure.DOWNLOAD_CPU, 0.1));
    results.add(Server.NGINX, Map.of(Figure.DOWNLOAD, 100.0, Figure.DOWNLOAD_CPU, 0.5));
    Target target =
        Target.atMost(Figure.DOWNLOAD_CPU, 1.2, new Against.BestPeer(Figure.DOWNLOAD, true));

    assertThat(target.reached(results)).contains(1.2);
    assertThat(target.verdict(1.2)).isEqualTo("met");
    assertThat(target.verdict(1.5)).isEqualTo("**missed** by 25 %");
  }

  @Test
  void comparesAgainstItselfAtAnotherSize() {
    results.add(Server.STET, Map.of(LIST, 2.0, Curve.LIST_OF_TAGS.at(1_000_000), 3.0));
    Target target = Target.atMost(Curve.LIST_OF_TAGS.at(1_000_000), 1.2, new Against.Own(LIST));

    assertThat(target.reached(results)).contains(1.5);
    assertThat(target.wanted()).isEqualTo("≤ 1.2 × the same of 1,000 tags in one repository");
  }

  @Test
  void saysNothingAboutWhatWasNotMeasured() {
    results.add(Server.STET, Map.of(Figure.CLAIM_P50, 1.0));

    assertThat(
            Target.atMost(Figure.CLAIM_P50, 0.7, new Against.Peer(Server.DISTRIBUTION))
                .reached(results))
        .isEmpty();
  }
}
