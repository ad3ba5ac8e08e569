package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Wiretap;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;

/** A client at work on a Stet of its own. Its references are {@code HOST/REPOSITORY:TAG}. */
interface Client {
  /** Pushes an image. */
  Ended push(TestImage image, String reference) throws IOException, InterruptedException;

  /** Pulls an image that the client does not have; what is in its one file. */
  byte[] pull(String reference) throws IOException, InterruptedException;

  /** What the client sends. */
  Wiretap tap();

  /** A second look at the same Stet. */
  RegistryClient registry();

  /** A path in the test's folder where nothing is yet. */
  Path fresh();

  /** The tag that tests push; some clients take versions only. */
  default String tag() {
    return "main-3035eca";
  }

  /** A repository as the client names it. */
  default String repository(String name) {
    return tap().address() + "/" + name;
  }

  /** The tag in a repository. */
  default String reference(String repository) {
    return repository(repository) + ":" + tag();
  }

  /** What the tag names; its bytes are right. */
  Digest standing(String repository) throws IOException, InterruptedException;
}
