package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A long transfer while one call in ten is interrupted, finds nothing, or moves little. */
@Tag("blocking")
class BadWeatherStormTest {
  private static final int BYTES = 32 << 20;
  private static final int ONE_IN = 10;

  private final long seed = System.nanoTime();
  private final FaultyPosix kernel = new FaultyPosix();

  private Fault forecast(String call, Random random) {
    if (random.nextInt(ONE_IN) > 0) {
      return Fault.NONE;
    }
    return switch (call) {
      case "read", "write", "writev", "splice", "tee" ->
          switch (random.nextInt(3)) {
            case 0 -> Fault.errno(Errno.EINTR);
            case 1 -> call.equals("tee") ? Fault.NONE : Fault.errno(Errno.EAGAIN);
            default -> Fault.atMost(1 + random.nextInt(5_000));
          };
      case "poll", "fionread" -> Fault.errno(Errno.EINTR);
      case "close" -> Fault.after(Errno.EINTR);
      default -> Fault.NONE;
    };
  }

  @ParameterizedTest
  @EnumSource
  void noByteIsLostOrDoubled(ThreadKind kind) throws IOException {
    Leaks before = Leaks.snapshot();
    var random = new Random(seed);
    kernel.weather(call -> {
      synchronized (random) {
        return forecast(call, random);
      }
    });
    byte[] content = Bytes.random(BYTES, seed);
    try (Pipe first = Pipe.open(kernel.posix());
        Pipe second = Pipe.open(kernel.posix());
        Pipe third = Pipe.open(kernel.posix())) {
      var write = Background.start(kind, () -> Bytes.writeAndClose(first.writer(), content));
      var pass = Background.start(kind, () -> pass(first, second, third));
      var copy = Background.start(kind, () -> third.reader().readAllBytes());
      byte[] read = second.reader().readAllBytes();
      assertThat(write.value()).as("seed %d: written", seed).isEqualTo(BYTES);
      assertThat(pass.value()).as("seed %d: passed on", seed).isEqualTo(BYTES);
      assertThat(Arrays.mismatch(read, content)).as("seed %d: first wrong", seed).isNegative();
      assertThat(Arrays.mismatch(copy.value(), content)).as("seed %d: in copy", seed).isNegative();
    }
    Leaks.assertNoneSince(before);
  }

  private static long pass(Pipe from, Pipe to, Pipe too) throws IOException {
    try (PipeWriter one = to.writer();
        PipeWriter other = too.writer()) {
      return from.reader().transferTo(one, other);
    }
  }
}
