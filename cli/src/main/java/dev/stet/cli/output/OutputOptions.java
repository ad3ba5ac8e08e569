package dev.stet.cli.output;

import dev.stet.cli.command.Console;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** The options that choose how a result is written. */
public final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (tab-separated in a pipe), json, yaml, or name: one reference a line")
  private Format format = Format.TABLE;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print only the identifier.")
  private boolean quiet;

  /** Writes the result as asked. */
  public void write(Result result, Console console) {
    PrintStream out = console.out();
    if (quiet) {
      result.identifiers().stream().map(Console::printable).forEach(out::println);
      return;
    }
    switch (format) {
      case TABLE -> writeTable(result, console);
      case JSON -> out.println(Documents.json(result.document()));
      case YAML -> out.print(Documents.yaml(result.document()));
      case NAME -> result.names().stream().map(Console::printable).forEach(out::println);
    }
  }

  private static void writeTable(Result result, Console console) {
    if (console.table()) {
      result.heading().stream().map(Console::printable).forEach(console.out()::println);
      result.table().align(console.out());
    } else {
      result.table().separate(console.out());
    }
  }
}
