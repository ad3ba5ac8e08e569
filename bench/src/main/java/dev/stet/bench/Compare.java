package dev.stet.bench;

import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.load.ReadLoad;
import dev.stet.bench.load.SocketLoad;
import dev.stet.bench.load.Wrk;
import dev.stet.bench.report.Page;
import dev.stet.bench.report.Report;
import dev.stet.bench.server.Programs;
import dev.stet.bench.server.Server;
import dev.stet.bench.server.Servers;
import dev.stet.bench.work.Scale;
import dev.stet.bench.work.Work;
import dev.stet.bench.work.Works;
import dev.stet.bench.work.Zb;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/compare}: measures Stet beside its peers and writes the page about it. */
@Command(
    name = "bench/compare",
    sortOptions = false,
    description = {
      "Measures Stet beside other registries and nginx, in alternating rounds, and checks every"
          + " answer.",
      "A whole run writes docs/explanation/performance.md; every run prints what it measured.",
      ""
    })
public final class Compare implements Callable<Integer> {
  private static final String START = "start";
  private static final List<String> WORKS =
      List.of(
          START,
          "manifest",
          "blob",
          "download",
          "upload",
          "push",
          "claim",
          "tags",
          "repositories",
          "clients",
          Work.LOG,
          Work.AUDIT,
          "zb");
  private static final List<String> SERVERS =
      Stream.concat(Stream.of(Server.STET), Server.PEERS.stream()).toList();
  private static final String PAGE = "docs/explanation/performance.md";

  private final Path root;
  private final Map<String, String> environment;
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each server does each work (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only this work: start, manifest, blob, download, upload, push, claim, tags,"
              + " repositories, clients, log, audit, zb (where that is installed)")
  private List<String> only = List.of();

  @Option(
      names = "--peers",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these servers: stet, distribution, docker-registry, zot, nginx (default: all that"
              + " are installed)")
  private List<String> peers = List.of();

  @Option(names = "--quick", description = "Small sizes and short times, for trying")
  private boolean quick;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "/var/tmp",
      description = "Where the servers keep their data meanwhile (default: ${DEFAULT-VALUE})")
  private Path folder;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(names = "--help", usageHelp = true, description = "Shows this text")
  private boolean help;

  @SuppressWarnings("NullAway.Init") // picocli sets the options
  private Compare(Path root, Map<String, String> environment, Clock clock) {
    this.root = root;
    this.environment = environment;
    this.clock = clock;
  }

  /** Runs the command; the system property {@code stet.root} names the folder of the project. */
  public static void main(String[] args) {
    Path root = Path.of(System.getProperty("stet.root", "."));
    Compare compare = new Compare(root, System.getenv(), Clock.systemUTC());
    System.exit(new CommandLine(compare).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    refuseUnknown();
    PrintWriter err = spec.commandLine().getErr();
    try (Bench bench = Bench.open(folder)) {
      measure(bench, err);
      return 0;
    } catch (WrongAnswerException | IOException | UncheckedIOException e) {
      err.println("bench/compare: " + e.getMessage());
      return 1;
    }
  }

  private void refuseUnknown() {
    refuseUnknown("--only", only, WORKS);
    refuseUnknown("--peers", peers, SERVERS);
    if (rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds is " + rounds + ", wanted 1 or more");
    }
  }

  private void refuseUnknown(String option, List<String> given, List<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            option + " names " + name + ", wanted some of " + String.join(", ", known));
      }
    }
  }

  private void measure(Bench bench, PrintWriter progress) throws IOException {
    Programs programs = programs();
    List<Server> servers = installed(programs, progress);
    ReadLoad load = programs.find("wrk").<ReadLoad>map(Wrk::new).orElseGet(SocketLoad::new);
    String loadBefore = Circumstances.loadAverage();
    Rounds work = new Rounds(bench, servers, rounds, progress);
    if (isWanted(START)) {
      work.measureStarts();
      if (isAmong(servers, Server.STET)) {
        work.measurePlainStarts(Servers.stetWithoutAotCache(root));
      }
    }
    if (isAmong(servers, Server.STET)) {
      measureLog(work, bench, programs, progress);
    }
    work.measure(wanted(works(programs, load)));
    List<String> circumstances =
        Circumstances.describe(
            clock, bench.folder(), servers, load.name(), loadBefore, rounds, command());
    publish(
        new Report(work.results(), servers.stream().map(Server::name).toList())
            .render(circumstances));
    progress.println("Removing the data of the servers; there may be 100,000 files …");
  }

  /** Before the others start, because there are two servers of it. */
  private void measureLog(Rounds work, Bench bench, Programs programs, PrintWriter progress)
      throws IOException {
    Scale scale = scale();
    List<Server> pair = Servers.withAndWithoutLog(root);
    if (isWanted(Work.LOG)) {
      work.measure(List.of(Works.ofLog(scale)), pair, "log");
      Optional<Path> strace = programs.find("strace");
      if (strace.isPresent()) {
        work.measure(List.of(Works.ofSyncs()), Servers.traced(pair, strace.get()), "traced");
      } else {
        progress.println("syncs are not counted because strace is missing");
      }
    }
    if (isWanted(Work.AUDIT)) {
      Work audit = Works.ofAudit(root.resolve("stet"), bench.folder(), scale);
      work.measure(List.of(audit), pair.subList(0, 1), Work.AUDIT);
    }
  }

  private Scale scale() {
    return quick ? Scale.QUICK : Scale.FULL;
  }

  private List<Work> works(Programs programs, ReadLoad load) throws IOException {
    Scale scale = scale();
    List<Work> works = new ArrayList<>(Works.all(load, scale));
    programs.find("zb").ifPresent(zb -> works.add(new Zb(zb, scale)));
    return works;
  }

  private Programs programs() {
    return new Programs(
        Stream.of(
                environment.getOrDefault("PATH", "").split(":", -1),
                new String[] {environment.getOrDefault("HOME", "") + "/go/bin", "/usr/sbin"})
            .flatMap(Stream::of)
            .map(Path::of)
            .toList());
  }

  /** The servers to measure; says which are missing, and fails if one was asked for by name. */
  private List<Server> installed(Programs programs, PrintWriter progress) throws IOException {
    List<Server> installed = new ArrayList<>();
    for (Server server : Servers.all(root, programs, pinned("distribution"))) {
      if (!peers.isEmpty() && !peers.contains(server.name())) {
        continue;
      }
      if (server.version().isPresent()) {
        installed.add(server);
      } else {
        String missing =
            server.name()
                + " is not measured because it is missing; to get it: "
                + server.installation();
        if (peers.contains(server.name())) {
          throw new IOException(missing);
        }
        progress.println(missing);
      }
    }
    return installed;
  }

  private String pinned(String tool) throws IOException {
    return Files.readAllLines(root.resolve(".ci/versions")).stream()
        .filter(line -> line.startsWith(tool + "="))
        .map(line -> line.substring(tool.length() + 1))
        .findFirst()
        .orElseThrow(() -> new IOException(".ci/versions does not pin " + tool));
  }

  private static boolean isAmong(List<Server> servers, String name) {
    return servers.stream().anyMatch(server -> server.name().equals(name));
  }

  private boolean isWanted(String work) {
    return only.isEmpty() || only.contains(work);
  }

  private List<Work> wanted(List<Work> works) {
    return works.stream().filter(work -> isWanted(work.name())).toList();
  }

  private String command() {
    return String.join(" ", Stream.concat(Stream.of("bench/compare"), arguments()).toList());
  }

  private Stream<String> arguments() {
    return spec.commandLine().getParseResult().originalArgs().stream();
  }

  /** Prints what was measured, and writes the page if it was everything. */
  private void publish(String measured) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(measured);
    out.flush();
    if (only.isEmpty() && peers.isEmpty() && !quick) {
      Page.write(root.resolve(PAGE), measured);
      out.println("Written to " + PAGE);
      out.flush();
    }
  }
}
