package dev.stet.server.cosigning;

import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.reading.WholeAnswers;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A cosigner that is reached over HTTP. Source: c2sp.org/tlog-witness. */
public final class HttpEndpoint implements Endpoint {
  private static final int OK = 200;
  private static final int MAX_BODY = 1 << 18;

  private final WholeAnswers answers;
  private final String prefix;

  /**
   * Asks nothing yet.
   *
   * @param prefix the URL of the cosigner, under which {@code add-checkpoint} is
   * @param timeout how long an answer may take, with its body
   */
  public HttpEndpoint(HttpClient client, URI prefix, Duration timeout) {
    this.answers = new WholeAnswers(client, timeout);
    String text = prefix.toString();
    this.prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public AddCheckpoint.Answer addCheckpoint(AddCheckpoint request) throws IOException {
    HttpRequest.Builder post = to(AddCheckpoint.PATH).POST(BodyPublishers.ofString(request.text()));
    HttpResponse<byte[]> reply = send(post);
    String type = reply.headers().firstValue("Content-Type").orElse("");
    return AddCheckpoint.Answer.of(reply.statusCode(), type, reply.body());
  }

  @Override
  public Optional<Note> signed(String origin) throws IOException {
    HttpResponse<byte[]> reply = send(to("/" + Cosigner.originHash(origin) + "/checkpoint"));
    try {
      return reply.statusCode() == OK ? Optional.of(Note.parse(reply.body())) : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(prefix + path)).version(HttpClient.Version.HTTP_1_1);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    return answers.ask(request.build(), _ -> WholeAnswers.atMost(MAX_BODY));
  }
}
