package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {
  private static final VerifierKey KEY =
      VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

  private static final String NOTE =
      "This is an example message.\n\n"
          + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjO"
          + "BH3mFXmRKuwHjG1Yu72IneyaQM=\n";

  @Test
  void readsAndVerifiesTheExampleOfTheSpecification() {
    Note note = Note.parse(NOTE.getBytes(StandardCharsets.UTF_8));

    assertThat(note.text()).isEqualTo("This is an example message.\n");
    assertThat(note.verifiedBy(List.of(KEY))).containsExactly(KEY);
    assertThat(note.encoded()).isEqualTo(NOTE);
  }
}
