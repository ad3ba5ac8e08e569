package dev.stet.registry.retention;

import dev.stet.http.RequestException;
import dev.stet.oci.MalformedException;
import dev.stet.registry.declarations.RepositoryPattern;
import dev.stet.registry.tags.TagPattern;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one rule of retention, word by word. */
final class RuleReader {
  private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,5}");
  private static final int DAYS_A_WEEK = 7;

  private final String text;
  private final List<String> words;

  RuleReader(String text) {
    this.text = text.strip();
    this.words = List.of(this.text.split("\\s+"));
  }

  RetentionRule read() {
    try {
      return words.getFirst().equals("in")
          ? new RetentionRule(text, Optional.of(where()), statement(words.subList(2, words.size())))
          : new RetentionRule(text, Optional.empty(), statement(words));
    } catch (RequestException | MalformedException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** The repositories of {@code in REPOSITORIES: …}. */
  private RepositoryPattern where() {
    if (words.size() < 3 || !words.get(1).endsWith(":")) {
      throw wrong("wanted in REPOSITORY: RULE, e.g. in shop/**: keep 20 newest per branch");
    }
    String pattern = words.get(1);
    return RepositoryPattern.parse(pattern.substring(0, pattern.length() - 1));
  }

  private Statement statement(List<String> rule) {
    return switch (rule.getFirst()) {
      case "keep" -> keep(rule);
      case "not" -> notPulled(rule);
      case "never" ->
          throw wrong(
              "it asks what ran in an environment, and this Stet does not know yet what runs where:"
                  + " leave it out, and pin the images that must stay (stet pin)");
      default -> after(rule);
    };
  }

  private Statement keep(List<String> rule) {
    if (rule.size() >= 3 && rule.get(2).equals("newest")) {
      int count = count(rule.get(1));
      return switch (String.join(" ", rule.subList(3, rule.size()))) {
        case "" -> new Statement.Newest(count);
        case "per branch" -> new Statement.NewestPerBranch(count);
        default -> throw notUnderstood();
      };
    }
    if (rule.size() != 2 || COUNT.matcher(rule.get(1)).matches()) {
      throw notUnderstood();
    }
    return new Statement.Matching(new TagPattern(rule.get(1)));
  }

  private Statement notPulled(List<String> rule) {
    if (rule.size() != 5 || !rule.get(1).equals("pulled") || !rule.get(2).equals("for")) {
      throw notUnderstood();
    }
    return new Statement.NotPulled(days(rule.get(3), rule.get(4)));
  }

  private Statement after(List<String> rule) {
    if (rule.size() != 4 || !rule.get(1).equals("after")) {
      throw notUnderstood();
    }
    return new Statement.After(new TagPattern(rule.get(0)), days(rule.get(2), rule.get(3)));
  }

  private int days(String number, String unit) {
    return switch (unit) {
      case "day", "days" -> count(number);
      case "week", "weeks" -> count(number) * DAYS_A_WEEK;
      default ->
          throw wrong(
              MalformedException.show(unit) + " is no length of time here: wanted days or weeks");
    };
  }

  private int count(String number) {
    if (!COUNT.matcher(number).matches()) {
      throw wrong(MalformedException.show(number) + " is no number here: wanted 1 to 999999");
    }
    return Integer.parseInt(number);
  }

  private RuleException notUnderstood() {
    return wrong(
        "wanted one of: keep 20 newest per branch, keep 100 newest, keep v*, pr-* after 14 days, not"
            + " pulled for 90 days; before it, if need be, in REPOSITORY:");
  }

  private RuleException wrong(String why) {
    return new RuleException(
        "the rule " + MalformedException.show(text) + " cannot be followed: " + why);
  }
}
