package io.standpipe.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("broker")
class KilledProgramTest {

  @Test
  void nothingIsLostNorThereTwiceAlthoughTheProgramsAreKilled() throws Exception {
    String told = Command.self(KilledProgram.class).timeout(Duration.ofMinutes(2)).read();

    assertThat(told)
        .contains("kill -9 of one tr")
        .contains("60000 of 60000 records; 0 lost, 0 twice, 0 out of order")
        .endsWith("the broker is stopped, and its folder is deleted");
  }
}
