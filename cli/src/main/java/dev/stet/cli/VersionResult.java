package dev.stet.cli;

import dev.stet.api.Api;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of client and server; no server where none was asked or none answered. */
record VersionResult(String client, @Nullable Server server) implements Result {
  /**
   * A server that answered.
   *
   * @param address where it is
   * @param version its version
   */
  record Server(String address, String version) {}

  /** The document. */
  record Document(String apiVersion, String client, @Nullable Server server) {}

  @Override
  public Object document() {
    return new Document(Api.VERSION, client, server);
  }

  @Override
  public Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.text("client"), Cell.text(client), Cell.text("")));
    if (server != null) {
      rows.add(
          List.of(Cell.text("server"), Cell.text(server.version()), Cell.text(server.address())));
    }
    return new Table(List.of("PART", "VERSION", "ADDRESS"), rows);
  }

  @Override
  public List<String> names() {
    return List.of("stet " + client);
  }

  @Override
  public List<String> identifiers() {
    return List.of(client);
  }
}
