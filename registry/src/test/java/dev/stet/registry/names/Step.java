package dev.stet.registry.names;

import java.util.List;

/** Something that is asked of a registry. An empty text means that there is none. */
sealed interface Step {
  /** By tag if there is one name, else by digest. */
  record Push(String repository, Sample image, List<String> names) implements Step {}

  record DeleteName(String repository, String name, String reason) implements Step {}

  record DeleteManifest(String repository, Sample image, String reason) implements Step {}

  record DeleteRepository(String repository, String reason) implements Step {}

  record RestoreName(String repository, String name) implements Step {}

  record RestoreManifest(String repository, Sample image) implements Step {}

  record CreateChannel(String repository, String name, String tag, String follow) implements Step {}

  record MoveChannel(String repository, String name, String tag) implements Step {}

  record Follow(String repository, String name, String pattern) implements Step {}

  record RemoveChannel(String repository, String name) implements Step {}

  record Declare(String pattern, String kind) implements Step {}

  record Pin(String repository, Sample image) implements Step {}

  record Unpin(String repository, Sample image) implements Step {}
}
