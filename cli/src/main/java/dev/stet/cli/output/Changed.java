package dev.stet.cli.output;

import java.util.List;

/**
 * What a command has changed: full references, one a line, so that the next command can take them.
 *
 * @param document the document
 * @param names the references
 * @param identifiers what {@code -q} prints
 */
public record Changed(Object document, List<String> names, List<String> identifiers)
    implements Result {
  @Override
  public Table table() {
    return Table.bare(names.stream().map(name -> List.of(Cell.text(name))).toList());
  }
}
