package dev.stet.registry;

import dev.stet.http.Caller;
import dev.stet.http.Dispatcher;
import dev.stet.http.PathParameters;
import dev.stet.http.Query;
import dev.stet.http.Reply;
import dev.stet.http.Route;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request that comes over no wire; made, sent once. */
public final class TestRequest implements Dispatcher.RoutableExchange {
  private final Dispatcher dispatcher;
  private final String method;
  private final String path;
  private final Query query;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private InputStream body = InputStream.nullInputStream();
  private long contentLength = -1;
  private Caller caller = new Caller("127.0.0.1", "docker/29.1", "");
  private PathParameters parameters = PathParameters.NONE;

  TestRequest(Dispatcher dispatcher, String method, String target) {
    this.dispatcher = dispatcher;
    this.method = method;
    int question = target.indexOf('?');
    this.path = question < 0 ? target : target.substring(0, question);
    this.query = question < 0 ? Query.EMPTY : Query.parse(target.substring(question + 1));
  }

  public TestRequest with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** A body whose length the client says. */
  public TestRequest body(byte[] content) {
    contentLength = content.length;
    body = new ByteArrayInputStream(content);
    return this;
  }

  /** A body that ends when it ends. */
  public TestRequest stream(InputStream content) {
    body = content;
    return this;
  }

  public TestRequest by(String name) {
    caller = new Caller(caller.address(), caller.userAgent(), name);
    return this;
  }

  public TestAnswer send() {
    return switch (dispatcher.begin(this)) {
      case Dispatcher.Begun.Answered(_, Reply reply) -> new TestAnswer(reply, true);
      case Dispatcher.Begun.ToDo(Route route, _) ->
          new TestAnswer(dispatcher.work(this, route), false);
    };
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Query query() {
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public List<String> headers(String name) {
    return header(name).stream().toList();
  }

  @Override
  public boolean isEncrypted() {
    return false;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public String requestId() {
    return "req-1";
  }

  @Override
  public long contentLength() {
    return contentLength;
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public PathParameters parameters() {
    return parameters;
  }

  @Override
  public void parameters(PathParameters found) {
    parameters = found;
  }
}
