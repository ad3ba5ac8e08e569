package dev.stet.cli.names;

import dev.stet.api.Api;
import dev.stet.cli.output.Changed;
import dev.stet.cli.output.Result;
import dev.stet.cli.server.ApiClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image that was pinned or unpinned, or would be: the document.
 *
 * @param note why it is pinned, where a reason was given
 * @param pinned whether it is pinned then
 * @param dryRun whether nothing was changed
 */
record PinChange(
    String apiVersion,
    String repository,
    String digest,
    @Nullable String note,
    boolean pinned,
    boolean dryRun) {

  static PinChange of(Image image, @Nullable String note, boolean pinned, boolean dryRun) {
    return new PinChange(
        Api.VERSION, image.repository().value(), image.digest(), note, pinned, dryRun);
  }

  Result on(ApiClient client, Image image) {
    return new Changed(
        this, List.of(image.reference(client.server().host())), List.of(image.digest()));
  }
}
