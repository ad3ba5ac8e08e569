package dev.stet.registry.deletes;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import java.util.Map;

/** The words in which a deletion is refused. Source: distribution-spec, end-9 and end-10. */
final class DeleteReplies {
  private DeleteReplies() {}

  /**
   * What was deleted, or why not: 404 where there is nothing, 405 where it must stay.
   *
   * @param allow the methods that are open where this one is not
   * @throws RequestException if nothing was deleted
   */
  static DeletionOutcome.Deleted requireDeleted(
      Deletable what, DeletionOutcome outcome, String allow) {
    return switch (outcome) {
      case DeletionOutcome.Deleted deleted -> deleted;
      case DeletionOutcome.Unknown() -> throw unknown(what);
      case DeletionOutcome.Protected(Digest digest, String why) ->
          throw refused(
              what,
              allow,
              "PROTECTED",
              "image " + digest.abbreviated() + " must stay because it " + why);
      case DeletionOutcome.Needed(Digest by) ->
          throw refused(
              what,
              allow,
              "NEEDED",
              "manifest " + by + " refers to it: delete that manifest first");
      case DeletionOutcome.IsChannel(var name) ->
          throw refused(
              what,
              allow,
              "WRONG_KIND",
              "it is a channel: 'stet channel rm "
                  + what.repository()
                  + " "
                  + name
                  + "' removes it, 'stet channel move' points it elsewhere");
    };
  }

  private static RequestException refused(Deletable what, String allow, String reason, String why) {
    return RequestException.of(
            OciErrorCode.UNSUPPORTED,
            text(what) + " was not deleted: " + why + "; nothing was changed")
        .detail(Map.of("reason", reason))
        .with("Allow", allow);
  }

  private static RequestException unknown(Deletable what) {
    OciErrorCode code =
        switch (what) {
          case Deletable.OfName _, Deletable.OfNameAsItWas _, Deletable.OfManifest _ ->
              OciErrorCode.MANIFEST_UNKNOWN;
          case Deletable.OfBlob _ -> OciErrorCode.BLOB_UNKNOWN;
          case Deletable.OfRepository _ -> OciErrorCode.NAME_UNKNOWN;
        };
    return RequestException.of(code, text(what) + " is not there, so there is nothing to delete");
  }

  private static String text(Deletable what) {
    return switch (what) {
      case Deletable.OfName(var repository, var name) -> "tag \"" + repository + ":" + name + "\"";
      case Deletable.OfNameAsItWas(var held) ->
          "tag \"" + held.repository() + ":" + held.name() + "\"";
      case Deletable.OfManifest(var repository, var digest) ->
          "manifest \"" + repository + "@" + digest + "\"";
      case Deletable.OfBlob(var repository, var digest) ->
          "blob \"" + repository + "@" + digest + "\"";
      case Deletable.OfRepository(var repository) -> "repository \"" + repository + "\"";
    };
  }
}
