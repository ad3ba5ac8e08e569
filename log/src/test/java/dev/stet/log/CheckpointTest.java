package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  private static final String EXAMPLE = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";

  @Test
  void readsAndWritesTheExampleOfTheSpecification() {
    Checkpoint checkpoint = Checkpoint.parse(EXAMPLE);

    assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(checkpoint.size()).isEqualTo(20852163);
    assertThat(checkpoint.root().base64()).isEqualTo(ROOT);
    assertThat(checkpoint.text()).isEqualTo(EXAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "a\n",
        "a\n1\n",
        "a\n1\n%s",
        "a\n1\n%s\n\n",
        "a\n1\n%s\nextension\n",
        "\n1\n%s\n",
        "a b\n1\n%s\n",
        "a+b\n1\n%s\n",
        "a\n\n%s\n",
        "a\n01\n%s\n",
        "a\n-1\n%s\n",
        "a\n+1\n%s\n",
        "a\n1 \n%s\n",
        "a\n\u0661\n%s\n",
        "a\n9223372036854775808\n%s\n",
        "a\n18446744073709551615\n%s\n",
        "a\n1\n %s\n",
        "a\n1\n%s=\n",
        "a\n1\nAAAA\n",
        "a\r\n1\r\n%s\r\n",
        "a\n%s\n1\n",
      })
  void nothingElseIsACheckpoint(String form) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Checkpoint.parse(form.replace("%s", ROOT)));
  }

  @Test
  void sizesReachFromNothingToTheLargestNumber() {
    for (long size : new long[] {0, 1, Long.MAX_VALUE}) {
      Checkpoint checkpoint = new Checkpoint("a", size, Hash.EMPTY_ROOT);
      assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
    }
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new Checkpoint("a", -1, Hash.EMPTY_ROOT));
  }
}
