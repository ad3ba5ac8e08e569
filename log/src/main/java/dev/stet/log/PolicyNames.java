package dev.stet.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names of a policy, as they are defined one after the other. */
final class PolicyNames {
  private final Set<String> defined = new HashSet<>();
  private final Map<String, String> groupOf = new HashMap<>();
  private final Set<String> keys = new HashSet<>();

  void define(Policy.Member member) {
    switch (member) {
      case Policy.Witness witness -> {
        if (!keys.add(witness.key().publicKey())) {
          throw new MalformedException(
              "the key of the witness " + witness.name() + " is that of another witness");
        }
      }
      case Policy.Group group -> group.members().forEach(it -> use(it, group.name()));
    }
    if (!defined.add(member.name())) {
      throw new MalformedException("the name " + member.name() + " is defined twice");
    }
  }

  private void use(String name, String group) {
    requireDefined(name);
    String other = groupOf.putIfAbsent(name, group);
    if (other != null) {
      throw new MalformedException(
          name + " is a member of " + other + " already, wanted once, so that it counts once");
    }
  }

  void requireDefined(String name) {
    if (!defined.contains(name)) {
      throw new MalformedException(
          MalformedException.show(name) + " is not defined on a line before");
    }
  }
}
