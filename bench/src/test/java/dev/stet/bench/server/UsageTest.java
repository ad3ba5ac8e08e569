package dev.stet.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UsageTest {
  @Test
  void addsUserAndKernelTimeOfAProcessAndItsEndedChildren() {
    String stat = "42 (a) b) c) S 1 42 42 0 -1 4194560 9 8 7 6 100 20 3 1 20 0 2 0 55 1000 77";

    assertThat(Usage.cpuSeconds(stat)).isEqualTo(1.24);
  }

  @Test
  void readsMemoryInMib() {
    String status = "VmHWM:\t    4096 kB\nVmRSS:\t    2048 kB\n";

    assertThat(Usage.mib(status, "VmRSS:")).isEqualTo(2);
    assertThat(Usage.mib(status, "VmHWM:")).isEqualTo(4);
  }

  @Test
  void seesThisProcess() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs Linux: /proc");

    Usage usage = Usage.of(ProcessHandle.current());

    assertThat(usage.cpuSeconds()).isPositive();
    assertThat(usage.residentMib()).isPositive();
    assertThat(usage.peakResidentMib()).isGreaterThanOrEqualTo(usage.residentMib());
  }
}
