package dev.stet.cli;

import dev.stet.cli.server.AnswerServer;

/** A server that answers as Stet does, about one repository with two images. */
final class ApiAnswers {
  static final String ONE = "sha256:" + "01".repeat(32);
  static final String TWO = "sha256:" + "02".repeat(32);
  static final String REPOSITORY = "/api/v1/repositories/shop%2Fapi";
  static final String TAGS = REPOSITORY + "/tags";
  static final String CHANNELS = REPOSITORY + "/channels";
  static final String PINS = REPOSITORY + "/pins";
  static final String ACTOR =
      "{\"name\":\"ci@shop\",\"source\":\"127.0.0.1\",\"trust\":\"claimed\"}";

  private ApiAnswers() {}

  /** A tag; {@code more} are further fields, each with a comma before it. */
  static String tag(String name, String kind, String digest, String more) {
    return "{\"name\":\"%s\",\"kind\":\"%s\",\"digest\":\"%s\",\"mediaType\":\"m\",\"size\":7,"
            .formatted(name, kind, digest)
        + "\"sequence\":4,\"pushedAt\":\"2026-11-20T12:00:00Z\",\"pushedBy\":%s%s}"
            .formatted(ACTOR, more);
  }

  /** An event; {@code more} are further fields, each with a comma before it. */
  static String event(int sequence, String name, String event, String at, String more) {
    return "{\"sequence\":%d,\"name\":\"%s\",\"event\":\"%s\",\"at\":\"%s\",\"by\":%s%s}"
        .formatted(sequence, name, event, at, ACTOR, more);
  }

  /** The answer about one name. */
  static String history(String tag, String history, String refused) {
    return "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",%s\"history\":[%s],"
            .formatted(tag.isEmpty() ? "" : "\"tag\":" + tag + ",", history)
        + "\"refused\":[%s]}".formatted(refused);
  }

  /** The channel {@code latest}. */
  static String latest(String tag, String digest, int sequence) {
    return "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"name\":\"latest\","
        + "\"tag\":\"%s\",\"digest\":\"%s\",\"follow\":\"main-*\",\"sequence\":%d,"
            .formatted(tag, digest, sequence)
        + "\"movedAt\":\"2026-11-24T11:00:00Z\",\"movedBy\":%s}".formatted(ACTOR);
  }

  /** Tags 1.0 and 1.1, and a channel that points to the second; nothing is pinned. */
  static AnswerServer server() {
    String one = tag("1.0", "tag", ONE, "");
    String two = tag("1.1", "tag", TWO, "");
    String channel = tag("latest", "channel", TWO, ",\"tag\":\"1.1\",\"follow\":\"main-*\"");
    return new AnswerServer()
        .json(
            TAGS + "?n=1000",
            "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"tags\":[%s,%s,%s]}"
                .formatted(one, two, channel))
        .json(TAGS + "/1.0", history(one, "", ""))
        .json(TAGS + "/1.1", history(two, "", ""))
        .json(TAGS + "/latest", history(channel, "", ""))
        .json(CHANNELS, list("channels", latest("1.1", TWO, 9)))
        .json(CHANNELS + "/latest", latest("1.1", TWO, 9))
        .json(PINS, list("pins", ""));
  }

  /** A list of things of the repository. */
  static String list(String what, String items) {
    return "{\"apiVersion\":\"stet.dev/v1\",\"repository\":\"shop/api\",\"%s\":[%s]}"
        .formatted(what, items);
  }
}
