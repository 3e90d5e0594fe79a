package io.standpipe.kafka.internal.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.ready.Deadline;
import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {
  private static RecordHeaders headers(String name, String value) {
    var headers = new RecordHeaders();
    new Call("c-1", "sums.replies", 3, 1500).addTo(headers);
    headers.remove(name);
    if (!value.isEmpty()) {
      headers.add(name, value.getBytes(UTF_8));
    }
    return headers;
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (long within : new long[] {0, 1500, Call.FOREVER}) {
      var call = new Call("c-1", "sums.replies", 3, within);
      var headers = new RecordHeaders();
      call.addTo(headers);
      assertThat(Call.of(headers)).isEqualTo(call);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "standpipe.correlation, ''",
    "standpipe.reply-topic, ''",
    "standpipe.reply-partition, ''",
    "standpipe.reply-partition, -1",
    "standpipe.reply-partition, x",
    "standpipe.within, 1500",
    "standpipe.within, soonms"
  })
  void whatLacksAPartOrMakesNoSenseIsNoRequest(String name, String value) {
    assertThat(Call.of(headers(name, value))).isNull();
  }

  @Test
  void aClientThatWaitsForEverSaysNothing() {
    assertThat(Call.withinMillis(Deadline.NEVER)).isEqualTo(Call.FOREVER);
    assertThat(Call.withinMillis(Deadline.after(Duration.ofSeconds(10)))).isBetween(1L, 10_000L);
    assertThat(Call.of(headers("standpipe.within", "")).withinMillis()).isEqualTo(Call.FOREVER);
  }
}
