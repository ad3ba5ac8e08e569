package dev.stet.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramsTest {
  @ParameterizedTest
  @CsvSource({
    "registry github.com/distribution/distribution/v3 v3.1.2+unknown, v3.1.2+unknown",
    "docker-registry github.com/docker/distribution 2.8.2+ds1, 2.8.2+ds1",
    "nginx version: nginx/1.22.1, 1.22.1"
  })
  void readsVersions(String output, String version) {
    assertThat(Programs.firstVersion(output)).contains(version);
  }
}
