package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Pipe;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cost of {@code expect} is linear in its input, not quadratic. Only the ratio of the times
 * counts: four times the input takes four times as long, and may take eight times as long on a
 * machine that is busy with other things; a quadratic cost would make it sixteen.
 */
@Timeout(120)
@Tag("slow")
class ExpectCostTest {
  /** Processor time of the thread that expects: what else the machine does is not counted. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final long MILLI = 1_000_000;
  private static final int PIECE = 4096;
  private static final int SMALL = 6 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(100);

  static List<Arguments> expectations() {
    String end = "the end 42\n";
    return List.of(
        Arguments.of("a text", new Expected[] {Expected.text(end)}),
        Arguments.of(
            "several texts", new Expected[] {Expected.text("login: "), Expected.text(end)}),
        Arguments.of("a pattern", new Expected[] {Expected.regex("the end (\\d+)\\n")}),
        Arguments.of(
            "a pattern that looks back", new Expected[] {Expected.regex("\\bend (\\d+)\\n")}),
        Arguments.of("a line", new Expected[] {Expected.regex("(?m)^the .*end (\\d+)\\n")}),
        Arguments.of(
            "a pattern over all", new Expected[] {Expected.regex("(?s)BEGIN.*end (\\d+)\\n")}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("expectations")
  void growsAsTheInputDoes(String name, Expected[] anyOf) throws Exception {
    for (int i = 0; i < 2; i++) {
      nanos(SMALL, anyOf); // for the JIT
    }
    List<Long> small = new ArrayList<>();
    List<Long> large = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      small.add(nanos(SMALL, anyOf));
      large.add(nanos(4 * SMALL, anyOf));
    }
    long fastSmall = small.stream().min(Long::compare).orElseThrow();
    long fastLarge = large.stream().min(Long::compare).orElseThrow();
    System.out.printf(
        "expect, %s: %d ms for 24 MiB, %d for 6%n", name, fastLarge / MILLI, fastSmall / MILLI);
    assertThat(fastLarge).as("%s: %s ns, %s ns", name, large, small).isLessThan(8 * fastSmall);
  }

  private static long nanos(int bytes, Expected... anyOf) throws Exception {
    try (Pipe toUs = Pipe.open();
        Pipe toPeer = Pipe.open();
        Conversation talk =
            Conversation.over(
                toUs.reader(), toPeer.writer(), ConversationOptions.lines().maxChars(2 * bytes))) {
      var writing = Background.start(ThreadKind.PLATFORM, () -> write(toUs, bytes));
      long begin = THREADS.getCurrentThreadCpuTime();
      Match match = talk.expect(List.of(anyOf), LIMIT);
      long nanos = THREADS.getCurrentThreadCpuTime() - begin;
      assertThat(match.text().strip()).endsWith("end 42");
      assertThat(match.before().length() + match.text().length()).isGreaterThan(bytes);
      writing.value();
      return nanos;
    }
  }

  private static boolean write(Pipe pipe, int bytes) throws Exception {
    pipe.writer().write("BEGIN\n");
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) 'x');
    for (int i = 79; i < PIECE; i += 80) {
      piece[i] = '\n';
      piece[i - 10] = 't'; // the beginning of what is expected
      piece[i - 20] = ' ';
    }
    piece[PIECE - 1] = '\n';
    for (int i = 0; i < bytes; i += PIECE) {
      pipe.writer().write(ByteBuffer.wrap(piece));
    }
    pipe.writer().write("the end 42\n");
    return true;
  }
}
