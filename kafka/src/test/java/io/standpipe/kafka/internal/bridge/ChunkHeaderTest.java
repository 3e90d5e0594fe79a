package io.standpipe.kafka.internal.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkHeaderTest {
  private static RecordHeaders headers(String text) {
    var headers = new RecordHeaders();
    headers.add("standpipe.session", text.getBytes(UTF_8));
    return headers;
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (var header :
        List.of(ChunkHeader.chunk(17), ChunkHeader.end(18, 1L << 40), ChunkHeader.abandoned(0))) {
      var headers = new RecordHeaders();
      header.addTo(headers);
      assertThat(ChunkHeader.of(headers)).isEqualTo(header);
    }
  }

  @Test
  void itIsTextThatOtherToolsShow() {
    var headers = new RecordHeaders();
    ChunkHeader.end(18, 9437184).addTo(headers);
    assertThat(headers).isEqualTo(headers("end 18 9437184"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chunk", "chunk x", "chunk 1 2", "end 1", "other 1", "chunk  1"})
  void anythingElseIsNoRecordOfABridge(String text) {
    assertThat(ChunkHeader.of(headers(text))).isNull();
    assertThat(ChunkHeader.of(new RecordHeaders())).isNull();
  }
}
