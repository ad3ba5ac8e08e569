package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void isAWord() {
    for (Reason reason : Reason.values()) {
      assertThat(Reason.parse(reason.text())).isEqualTo(reason);
    }
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Reason.parse("OWNER"))
        .withMessage(
            "the reason of a tombstone is retention, owner, security or legal, got \"OWNER\"");
  }

  @Test
  void securityAndLawAreFinal() {
    assertThat(Reason.values())
        .filteredOn(Reason::isFinal)
        .containsExactly(Reason.SECURITY, Reason.LEGAL);
  }
}
