package dev.stet.acceptance.durability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One system call in the output of {@code strace -f -y}.
 *
 * @param begun the line on which it begins
 * @param ended the line on which it has returned; the same, unless other threads came between
 * @param name e.g. {@code fsync}
 * @param arguments as strace writes them
 * @param result as strace writes it
 */
record SystemCall(int begun, int ended, String name, String arguments, String result) {
  private static final Pattern WHOLE = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (.*)");
  private static final Pattern BEGIN =
      Pattern.compile("(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>");
  private static final Pattern END =
      Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)\\) += (.*)");
  private static final Pattern FILE = Pattern.compile("^\\d+<(/[^>]*)>");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private static final Set<String> SYNCS = Set.of("fsync", "fdatasync");
  private static final Set<String> WRITES = Set.of("write", "pwrite64", "writev", "pwritev");

  /** The calls of a trace, in the order in which they returned. */
  static List<SystemCall> read(Path trace) throws IOException {
    List<SystemCall> calls = new ArrayList<>();
    Map<String, SystemCall> begun = new HashMap<>(); // by thread
    int number = 0;
    for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
      number++;
      Matcher whole = WHOLE.matcher(line);
      Matcher begin = BEGIN.matcher(line);
      Matcher end = END.matcher(line);
      if (begin.matches()) {
        begun.put(begin.group(1), new SystemCall(number, -1, begin.group(2), begin.group(3), ""));
      } else if (end.matches()) {
        SystemCall call = begun.remove(end.group(1));
        if (call != null) {
          calls.add(call.ended(number, end.group(3), end.group(4)));
        }
      } else if (whole.matches()) {
        calls.add(new SystemCall(number, number, whole.group(2), whole.group(3), whole.group(4)));
      }
    }
    return calls;
  }

  private SystemCall ended(int line, String moreArguments, String itsResult) {
    return new SystemCall(begun, line, name, arguments + moreArguments, itsResult);
  }

  boolean succeeded() {
    return !result.startsWith("-1 ");
  }

  boolean isSync() {
    return SYNCS.contains(name) && succeeded();
  }

  boolean isWrite() {
    return WRITES.contains(name) && succeeded();
  }

  boolean isRename() {
    return name.startsWith("rename") && succeeded();
  }

  boolean isMakingOfFolder() {
    return name.startsWith("mkdir") && succeeded();
  }

  /** Whether its first argument is an open file of this path. */
  boolean isOn(Path file) {
    Matcher matcher = FILE.matcher(arguments);
    return matcher.find() && matcher.group(1).equals(file.toString());
  }

  /** The paths it names, e.g. from and to of a rename. */
  List<Path> paths() {
    return QUOTED.matcher(arguments).results().map(it -> Path.of(it.group(1))).toList();
  }
}
