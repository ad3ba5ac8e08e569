package dev.stet.server.access;

import dev.stet.http.Action;
import dev.stet.http.Authoriser;
import dev.stet.http.Caller;
import dev.stet.oci.RepositoryName;
import java.util.Optional;

/** Allows everything: the process listens on loopback alone. */
public final class OpenAuthoriser implements Authoriser {
  @Override
  public Optional<String> refusal(
      Caller caller, Action action, Optional<RepositoryName> repository) {
    return Optional.empty();
  }
}
