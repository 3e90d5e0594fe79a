package io.standpipe.cli.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessageSplitterTest {
  private static final LinkedProgram A = new LinkedProgram("A", 797, "bc", "bc");
  private static final LinkedProgram B = new LinkedProgram("B", 798, "asker", "asker");

  private final List<String> received = new ArrayList<>();

  private final LinkMessageListener listener =
      new LinkMessageListener() {
        @Override
        public void message(LinkedProgram speaker, byte[] message, boolean whole) {
          received.add(speaker.side() + (whole ? " " : "~") + new String(message, UTF_8));
        }

        @Override
        public void malformed(LinkedProgram speaker, String why) {
          received.add(speaker.side() + "!" + why.replaceAll(":.* at byte (\\d+) .*", " $1"));
        }

        @Override
        public void said(LinkedProgram speaker, byte[] bytes) {
          received.add(speaker.side() + "?" + new String(bytes, UTF_8));
        }

        @Override
        public void fellSilent(LinkedProgram speaker) {
          received.add(speaker.side() + ".");
        }

        @Override
        public void close() {}
      };

  private MessageSplitter splitter(Framing framing) {
    return new MessageSplitter(framing, listener);
  }

  private static void say(MessageSplitter splitter, LinkedProgram speaker, String bytes)
      throws IOException {
    splitter.said(speaker, bytes.getBytes(UTF_8));
  }

  @Test
  @Tag("pitfall-17")
  void messagesAreToldWholeWhereverTheyAreCut() throws IOException {
    var splitter = splitter(Framing.netstring());
    for (String piece : "3:a\nb,0:,4:é€,".split("", -1)) {
      say(splitter, A, piece);
    }

    // é€ has 5 bytes, so the last message is malformed.
    assertThat(received).startsWith("A a\nb", "A ").hasSizeGreaterThan(2);
    assertThat(received.get(2)).startsWith("A!read netstring");
  }

  @Test
  void eachSideHasItsOwn() throws IOException {
    var splitter = splitter(Framing.netstring());
    say(splitter, A, "2:a");
    say(splitter, B, "1:x,");
    say(splitter, A, "b,");
    splitter.fellSilent(B);

    assertThat(received).containsExactly("B x", "A ab", "B.");
  }

  @Test
  @Tag("pitfall-18")
  void afterAStrayPrintTheNextMessageIsFound() throws IOException {
    var splitter = splitter(Framing.ndjson());
    say(splitter, A, "{}\nhello\n[1]\n");

    assertThat(received).hasSize(3).startsWith("A {}").endsWith("A [1]");
    assertThat(received.get(1)).startsWith("A!").contains("JSON");
  }

  @Test
  void whereTheWayIsLostTheRestIsToldInPieces() throws IOException {
    var splitter = splitter(Framing.netstring());
    say(splitter, A, "1:a,");
    say(splitter, A, "1:b,oops");
    say(splitter, A, "1:c,");
    splitter.fellSilent(A);

    assertThat(received).hasSize(6).startsWith("A a", "A b");
    assertThat(received.subList(3, 6)).containsExactly("A?oops", "A?1:c,", "A.");
  }

  @Test
  @Tag("pitfall-26")
  void aHalfMessageAtTheEndIsToldAsSuch() throws IOException {
    var lines = splitter(Framing.lines());
    say(lines, A, "a\nb");
    lines.fellSilent(A);
    var prefixed = splitter(Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN));
    say(prefixed, B, "\0\0\0\5ab");
    prefixed.fellSilent(B);

    assertThat(received).hasSize(5).startsWith("A a", "A~b", "A.").endsWith("B.");
    assertThat(received.get(3)).startsWith("B!");
  }
}
