package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.util.Optional;

/**
 * What became of one image.
 *
 * @param place how references to images at the destination begin
 * @param name the tag or digest that was copied; empty where a whole repository could not be
 * @param source what the source names by it, where that is known
 * @param there what the destination names by it now, where that is known
 * @param reason the destination's word for a rule that says no, e.g. {@code TAG_TAKEN}, else empty
 * @param note why, for people, else empty
 * @param quorum whether the log of tags is signed so far, if that was waited for
 * @param failure why, with all that is known, if it is a refusal or a failure
 */
record CopiedImage(
    String place,
    Optional<Reference> name,
    Optional<Digest> source,
    Optional<Digest> there,
    Outcome outcome,
    String reason,
    String note,
    Optional<Quorum> quorum,
    Optional<Failure> failure) {

  /** It is there now, or was before. */
  static CopiedImage there(
      String place, Reference name, Digest source, Digest there, Outcome outcome) {
    return new CopiedImage(
        place,
        Optional.of(name),
        Optional.of(source),
        Optional.of(there),
        outcome,
        "",
        "",
        Optional.empty(),
        Optional.empty());
  }

  /** The same, after those that sign the log were waited for. */
  CopiedImage after(Quorum waited) {
    return new CopiedImage(
        place, name, source, there, outcome, reason, note, Optional.of(waited), failure);
  }

  /** A rule of the destination says no. */
  static CopiedImage refused(
      String place,
      Reference name,
      Digest source,
      Optional<Digest> there,
      String reason,
      Failure why) {
    return new CopiedImage(
        place,
        Optional.of(name),
        Optional.of(source),
        there,
        Outcome.REFUSED,
        reason,
        words(why),
        Optional.empty(),
        Optional.of(why));
  }

  /** It could not be copied; the whole repository where nothing is named. */
  static CopiedImage failed(String place, Optional<Reference> name, Failure why) {
    return new CopiedImage(
        place,
        name,
        Optional.empty(),
        Optional.empty(),
        Outcome.FAILED,
        "",
        words(why),
        Optional.empty(),
        Optional.of(why));
  }

  /** It was left out. */
  static CopiedImage skipped(
      String place, Optional<Reference> name, Optional<Digest> source, String note) {
    return new CopiedImage(
        place,
        name,
        source,
        Optional.empty(),
        Outcome.SKIPPED,
        "",
        note,
        Optional.empty(),
        Optional.empty());
  }

  private static String words(Failure failure) {
    return failure.why().isEmpty() ? failure.what() : failure.why().getFirst();
  }

  /** Its tag, if it was copied by one. */
  Optional<TagName> tag() {
    return name.flatMap(it -> it instanceof TagName tag ? Optional.of(tag) : Optional.empty());
  }

  /** The image at the destination as another command takes it: as exact as is known. */
  String reference() {
    return place + tag().map(it -> ":" + it).orElse("") + there.map(it -> "@" + it).orElse("");
  }

  /** How an image at a place is named. */
  static String reference(String place, Reference name) {
    return place + (name instanceof TagName ? ":" : "@") + name;
  }

  /** The failure in words that say which image it is about, if there is one. */
  Optional<Failure> report() {
    return outcome == Outcome.FAILED
        ? failure.map(
            why ->
                why.asReasonOf(
                    reference() + (name.isPresent() ? " was not copied" : " was not copied whole")))
        : failure;
  }

  /** Whether a rule of this name says no. */
  boolean isRefusedAs(String rule) {
    return outcome == Outcome.REFUSED && reason.equals(rule);
  }
}
