package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("pitfall-13")
class EchoFilterTest {
  private final StringBuilder seen = new StringBuilder();
  private final EchoFilter filter =
      new EchoFilter(
          new OutputListener() {
            @Override
            public void received(ByteBuffer bytes) {
              seen.append(UTF_8.decode(bytes.duplicate()));
            }

            @Override
            public void ended() {
              seen.append("$");
            }
          });

  private void typed(String line) {
    filter.typed(line.getBytes(UTF_8));
  }

  private void received(String text) throws IOException {
    filter.received(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void anEchoIsTakenOutWhereverItIsCut(int piece) throws Exception {
    typed("aab");
    typed("größe\tx");
    typed("");
    filter.interrupted();
    String all = "? aaab\n? größe\tx\r\n? \n? ^Caab\nend";
    for (int i = 0; i < all.length(); i += piece) {
      received(all.substring(i, Math.min(i + piece, all.length())));
    }
    filter.ended();
    assertThat(seen).hasToString("? a? ? ? aab\nend$");
  }

  @Test
  void whatOnlyBeginsLikeAnEchoGoesAfterAMomentOfSilenceAndAtTheEnd() throws Exception {
    typed("yes");
    received("y");
    assertThat(seen).isEmpty();
    assertThat(filter.isHolding()).isTrue();
    filter.silence();
    assertThat(seen).hasToString("y");
    assertThat(filter.isHolding()).isFalse();
    received("ye");
    filter.ended();
    assertThat(seen).hasToString("yye$");
  }

  @Test
  void anEchoThatDoesNotComeHidesNoneThatWasTypedLater() throws Exception {
    typed("lost");
    typed("seen");
    received("seen\n! ");
    assertThat(seen).hasToString("! ");
    received("lost\n");
    assertThat(seen).hasToString("! lost\n");
  }

  @Test
  void aLineWithControlCharactersIsEchoedInOtherWords() throws Exception {
    typed("\033[A");
    received("^[[A\n");
    assertThat(seen).hasToString("^[[A\n");
  }
}
