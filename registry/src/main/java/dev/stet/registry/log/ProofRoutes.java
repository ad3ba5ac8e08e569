package dev.stet.registry.log;

import dev.stet.http.Action;
import dev.stet.http.Exchange;
import dev.stet.http.Reply;
import dev.stet.http.RequestException;
import dev.stet.http.Route;
import dev.stet.log.Checkpoint;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.ProofFile;
import dev.stet.log.Proofs;
import dev.stet.log.VerifierKey;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Proofs of tags, and the keys by which they are checked. A proof is made under the newest
 * checkpoint that the quorum has cosigned, or under the log's own while that does not cover the
 * tag.
 */
final class ProofRoutes {
  private final TagLog log;
  private final Supplier<List<VerifierKey>> others;

  /**
   * The routes.
   *
   * @param others the keys that are told after the log's own
   */
  ProofRoutes(TagLog log, Supplier<List<VerifierKey>> others) {
    this.log = log;
    this.others = others;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/log/key", Action.BROWSE, _ -> keys()),
        Route.get("/log/proof/{repository...}/{tag}", Action.PULL, this::proof));
  }

  private Reply keys() {
    Stream<VerifierKey> own = log.signer().stream().flatMap(it -> it.verifiers().stream());
    String lines =
        Stream.concat(own, others.get().stream()).map(key -> key + "\n").reduce("", String::concat);
    return Reply.text(200, "text/plain", lines).with("Cache-Control", "no-cache");
  }

  private Reply proof(Exchange exchange) {
    RepositoryName repository = exchange.repository();
    String text = exchange.parameters().get("tag");
    OptionalLong index =
        TagName.isWellFormed(text)
            ? log.assigned(repository, TagName.parse(text))
            : OptionalLong.empty();
    if (index.isEmpty()) {
      throw notCovered(repository, text);
    }
    return Reply.text(200, "text/plain", proof(index.getAsLong()).text())
        .with("Cache-Control", "no-cache")
        .with(TagLog.INDEX, Long.toString(index.getAsLong()));
  }

  private ProofFile proof(long index) {
    Note note = log.cosigned().covering(index).or(log::head).orElseThrow();
    long size = Checkpoint.parse(note.text()).size();
    return new ProofFile(
        Leaf.parse(log.entry(index).orElseThrow()),
        index,
        Proofs.inclusion(index, size, log),
        note);
  }

  private static RequestException notCovered(RepositoryName repository, String tag) {
    return RequestException.of(
            OciErrorCode.MANIFEST_UNKNOWN,
            "\""
                + repository
                + ":"
                + tag
                + "\" is not covered by the log: no tag of this name was ever pushed; channels,"
                + " machine tags and names in mutable repositories are never in it")
        .status(404)
        .with("Cache-Control", "no-store");
  }
}
