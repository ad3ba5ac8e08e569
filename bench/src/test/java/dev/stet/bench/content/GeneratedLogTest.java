package dev.stet.bench.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.log.Check;
import dev.stet.log.VerificationException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedLogTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 256, 257, 600, 65_537})
  void itsTagsAreProven(int size) throws IOException {
    GeneratedLog log = GeneratedLog.write(folder.resolve("log"), size, new SecureRandom());

    for (int index : new int[] {1, size / 2, size - 1}) {
      log.verify(log.proof(index), index);
    }
    assertThat(folder.resolve("log/checkpoint")).content().contains("\n" + size + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 257})
  void aProofIsOfOneTag(int size) throws IOException {
    GeneratedLog log = GeneratedLog.write(folder.resolve("log"), size, new SecureRandom());

    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> log.verify(log.proof(1), 2))
        .matches(e -> e.check() == Check.NAME);
  }
}
