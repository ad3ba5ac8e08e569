package dev.stet.server;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.http.Action;
import dev.stet.http.Authoriser;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mount is a read of its source: who may not read there does not learn what lies there. */
class MountRightsTest {
  private static final Optional<RepositoryName> SECRET = Optional.of(new RepositoryName("secret"));

  private static final Authoriser NOBODY_READS_THE_SECRET =
      (_, action, repository) ->
          action == Action.PULL && repository.equals(SECRET)
              ? Optional.of("not yours")
              : Optional.empty();

  @Test
  @Tag("box-6.2")
  @Tag("box-6.3")
  void whatTheCallerMayNotReadIsNotMounted(@TempDir Path folder) {
    Server.Parts parts = new Server.Parts(NOBODY_READS_THE_SECRET, UnaryOperator.identity());
    try (RunningServer server = RunningServer.start(folder, Map.of(), parts)) {
      Digest digest = server.pushBlob("secret", bytes("secret"));
      String mount = "/v2/shop/api/blobs/uploads/?mount=" + digest;
      for (String query : List.of("&from=secret", "")) {
        assertThat(server.post(mount + query, new byte[0]).status()).isEqualTo(202);
        assertThat(server.get("/v2/shop/api/blobs/" + digest).status()).isEqualTo(404);
      }

      server.pushBlob("public", bytes("secret"));

      assertThat(server.post(mount + "&from=secret", new byte[0]).status()).isEqualTo(202);
      assertThat(server.post(mount, new byte[0]).status()).isEqualTo(201);
    }
  }
}
