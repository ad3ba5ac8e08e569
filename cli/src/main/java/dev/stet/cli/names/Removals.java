package dev.stet.cli.names;

import dev.stet.api.Channel;
import dev.stet.api.Deleted;
import dev.stet.api.Pin;
import dev.stet.api.Tag;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.oci.TagName;
import java.util.List;
import java.util.Optional;

/** Takes images and their names away, or only looks whether that would be refused. */
record Removals(ApiClient client, Reason reason, boolean dryRun) {
  /** Takes away the tag of an image, or the image with all its tags where only that is named. */
  Touched remove(Image image) {
    return new Touched(
        image.repository().value(), image.digest(), dryRun ? rehearse(image) : delete(image));
  }

  private List<String> delete(Image image) {
    ApiPath path =
        image
            .tag()
            .map(tag -> ApiPath.of(image.repository(), "tags", tag.value()))
            .orElseGet(() -> ApiPath.of(image.repository(), "manifests", image.digest()));
    try {
      return client
          .delete(path.with("reason", reason), Deleted.class, image + " was not deleted")
          .names();
    } catch (Failure failure) {
      throw failure.exitCode() == ExitCode.REFUSED
          ? failure.next(
              "stet pins %1$s and stet channel list %1$s show what protects images"
                  .formatted(image.repository()))
          : failure;
    }
  }

  /** What can be seen from here; the server may know more that protects the image. */
  private List<String> rehearse(Image image) {
    Shelf shelf = new Shelf(client);
    image.requireHeld(client);
    Optional<String> protection = protection(shelf, image);
    if (protection.isPresent()) {
      throw Failure.of(ExitCode.REFUSED, image + " would not be deleted").because(protection.get());
    }
    return image
        .tag()
        .map(tag -> List.of(tag.value()))
        .orElseGet(
            () ->
                shelf.tags(image.repository()).stream()
                    .filter(tag -> tag.digest().equals(image.digest()))
                    .map(Tag::name)
                    .toList());
  }

  private static Optional<String> protection(Shelf shelf, Image image) {
    if (shelf.pins(image.repository()).pins().stream()
        .map(Pin::digest)
        .anyMatch(image.digest()::equals)) {
      return Optional.of("it is pinned: stet unpin " + image);
    }
    return shelf.channels(image.repository()).channels().stream()
        .filter(channel -> image.digest().equals(channel.digest()))
        .findFirst()
        .map(channel -> pointing(channel, image));
  }

  private static String pointing(Channel channel, Image image) {
    String name = channel.name();
    String place = image.repository() + " " + name;
    return image.tag().map(TagName::value).filter(name::equals).isPresent()
        ? "it is a channel: stet channel rm " + place
        : "it is what channel " + name + " points to: stet channel move " + place + " TAG";
  }
}
