package dev.stet.server.cosigning;

import dev.stet.log.Note;
import dev.stet.log.NoteSignature;

/** What became of asking a cosigner for a signature. */
sealed interface Outcome {
  /** What the metrics call it. */
  String name();

  /**
   * It signed; the signature is good.
   *
   * @param remembered whether it knew the log before this process showed it anything: else it would
   *     sign an older state as well as the newest
   */
  record Signed(NoteSignature signature, boolean remembered) implements Outcome {
    @Override
    public String name() {
      return "signed";
    }
  }

  /** It did not; perhaps later. */
  record Failed(String why) implements Outcome {
    @Override
    public String name() {
      return "failed";
    }
  }

  /**
   * It has signed a newer checkpoint of ours, so it shall be asked with one that is newer still.
   */
  record Ahead(long size) implements Outcome {
    @Override
    public String name() {
      return "ahead";
    }
  }

  /** It says that there is another history of the log, and does not show one. */
  record Suspicious(String why) implements Outcome {
    @Override
    public String name() {
      return "suspicious";
    }
  }

  /** It shows another history of the log, with a signature of the log. */
  record Evident(String why, Note shown) implements Outcome {
    @Override
    public String name() {
      return "evident";
    }
  }
}
