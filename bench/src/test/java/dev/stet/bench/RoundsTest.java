package dev.stet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.stet.bench.client.Client;
import dev.stet.bench.client.WrongAnswerException;
import dev.stet.bench.load.SocketLoad;
import dev.stet.bench.server.RunningServer;
import dev.stet.bench.work.Scale;
import dev.stet.bench.work.Work;
import dev.stet.bench.work.Works;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
  @TempDir Path folder;

  @Test
  void noWorkIsMeasuredWhereTheAnswersAreWrong() throws IOException {
    List<Work> works = new ArrayList<>(Works.all(new SocketLoad(), Scale.QUICK));
    works.add(Works.ofLog(Scale.QUICK));
    works.add(Works.ofSyncs());
    for (Work work : works) {
      try (Bench bench = Bench.open(folder)) {
        Rounds rounds =
            new Rounds(bench, List.of(new LyingServer()), 1, new PrintWriter(new StringWriter()));

        assertThatExceptionOfType(WrongAnswerException.class)
            .as(work.name())
            .isThrownBy(() -> rounds.measure(List.of(work)))
            .withMessageContaining("was answered wrongly");
      }
    }
  }

  @Test
  void whatWasStartedIsStoppedAndTheFolderIsGone() throws IOException {
    RunningServer server;
    try (Bench bench = Bench.open(folder)) {
      server = bench.start(new LyingServer(), "liar");
      assertThat(server.folder()).exists();
    }

    assertThat(folder).isEmptyDirectory();
    assertThatIOException()
        .isThrownBy(() -> new Client(server.address()).close())
        .withMessageContaining("refused");
  }
}
