package dev.stet.registry.channels;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Changed;
import dev.stet.registry.tags.HeldName;
import java.util.Map;

/** The words in which a wish about a channel is refused. */
final class ChannelRefusal {
  private static final int CONFLICT = 409;

  private final ChannelWish wish;

  ChannelRefusal(ChannelWish wish) {
    this.wish = wish;
  }

  Changed<ChannelState> mutable() {
    return denied(
        "WRONG_KIND",
        "repository \""
            + wish.repository()
            + "\" is mutable, so every name in it moves and needs no channel: push "
            + wish.name()
            + " itself");
  }

  Changed<ChannelState> tooMany() {
    return denied(
        "TOO_MANY_CHANNELS",
        "repository \""
            + wish.repository()
            + "\" has "
            + ChannelStep.MOST
            + " channels, which is the most: remove those that nobody pulls with 'stet channel rm', or"
            + " use another repository");
  }

  /** The name is held by something else, or by a channel that is not as wanted. */
  Changed<ChannelState> otherwise(HeldName held) {
    String what =
        switch (held.kind()) {
          case TAG -> held.live() ? "is a tag, and tags stand" : "is burnt: it was a tag";
          case CHANNEL ->
              held.live()
                  ? "is a channel already: stet channel move or stet channel follow changes it"
                  : "is burnt: it was a channel";
          case MACHINE -> "is a machine tag";
          case MUTABLE -> "moves already";
        };
    return denied(
        "WRONG_KIND",
        "\""
            + wish.name()
            + "\" cannot become a channel of repository \""
            + wish.repository()
            + "\" because it "
            + what
            + "; a name is of one kind for ever");
  }

  Changed<ChannelState> unknown() {
    return new Changed.Refused<>(unknown(wish.repository(), wish.name()));
  }

  static RequestException unknown(RepositoryName repository, TagName name) {
    return RequestException.of(
        OciErrorCode.MANIFEST_UNKNOWN,
        "repository \""
            + repository
            + "\" has no channel \""
            + name
            + "\": see 'stet channel list "
            + repository
            + "', or declare it with 'stet channel create'");
  }

  Changed<ChannelState> noTag(TagName tag) {
    return denied(
        "CHANNEL_NEEDS_TAG",
        "channel \""
            + wish.name()
            + "\" can point to tags that stand in repository \""
            + wish.repository()
            + "\" alone, and \""
            + tag
            + "\" is none: push it first, or see 'stet tags "
            + wish.repository()
            + "'");
  }

  Changed<ChannelState> moved(ChannelState state) {
    return new Changed.Refused<>(
        RequestException.of(
                OciErrorCode.DENIED,
                "channel \""
                    + wish.name()
                    + "\" was moved by somebody else meanwhile (event "
                    + state.name().sequence()
                    + "): look at it again, then decide")
            .status(412)
            .detail(Map.of("sequence", state.name().sequence())));
  }

  private static Changed<ChannelState> denied(String reason, String message) {
    return new Changed.Refused<>(
        RequestException.of(OciErrorCode.DENIED, message)
            .status(CONFLICT)
            .detail(Map.of("reason", reason)));
  }
}
