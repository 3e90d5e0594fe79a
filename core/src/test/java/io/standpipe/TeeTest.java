package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.ThreadKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One stream to several ends: inside the kernel where all are pipes. */
@Tag("blocking")
class TeeTest extends TransferFixture {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void severalTargetsEachGetEverything(int targets) throws Exception {
    byte[] bytes = Bytes.random(MANY, targets);
    var writers = new ArrayList<PipeWriter>();
    var drained = new ArrayList<Background<byte[]>>();
    for (int i = 0; i < targets; i++) {
      Pipe to = pipe();
      writers.add(to.writer());
      drained.add(drain(to));
    }
    Background<Void> fed = feed(bytes);
    PipeWriter[] others = writers.subList(1, targets).toArray(PipeWriter[]::new);
    assertThat(source.reader().transferTo(writers.getFirst(), others)).isEqualTo(MANY);
    writers.forEach(PipeWriter::close);
    for (Background<byte[]> one : drained) {
      assertThat(one.value()).isEqualTo(bytes);
    }
    fed.value();
  }

  /** Bytes of any size, so that slots of the pipes are filled in part. */
  @Test
  void smallPiecesReachSeveralTargetsWhole() throws Exception {
    Pipe other = pipe();
    Background<byte[]> one = drain(target);
    Background<byte[]> two = drain(other);
    var expected = new StringBuilder();
    Background<Long> moved =
        Background.start(
            ThreadKind.VIRTUAL, () -> source.reader().transferTo(target.writer(), other.writer()));
    for (int i = 0; i < 20_000; i++) {
      String piece = "piece " + i + "\n";
      expected.append(piece);
      source.writer().write(piece);
    }
    source.writer().close();
    assertThat(moved.value()).isEqualTo(expected.length());
    target.writer().close();
    other.writer().close();
    assertThat(new String(one.value(), UTF_8)).isEqualTo(expected.toString());
    assertThat(new String(two.value(), UTF_8)).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void oneThatHasHadEnoughDoesNotKeepTheOthersFromTheirs(int leaver) throws Exception {
    byte[] bytes = Bytes.random(MANY, 9);
    var all = List.of(pipe(), pipe(), pipe());
    Background<Void> fed = feed(bytes);
    var drained = new ArrayList<Background<byte[]>>();
    for (int i = 0; i < 3; i++) {
      PipeReader reader = all.get(i).reader();
      boolean leaves = i == leaver;
      drained.add(
          Background.start(
              ThreadKind.VIRTUAL,
              () -> {
                if (!leaves) {
                  return reader.readAllBytes();
                }
                reader.read(ByteBuffer.allocate(100_000));
                reader.close();
                return new byte[0];
              }));
    }
    source.reader().transferTo(all.get(0).writer(), all.get(1).writer(), all.get(2).writer());
    all.forEach(pipe -> pipe.writer().close());
    for (int i = 0; i < 3; i++) {
      assertThat(drained.get(i).value()).isEqualTo(i == leaver ? new byte[0] : bytes);
    }
    fed.value();
  }

  @Test
  void whenNobodyIsLeftItIsAnError() throws Exception {
    Pipe other = pipe();
    Background<Void> fed =
        Background.start(
            ThreadKind.VIRTUAL,
            () -> {
              source.writer().write(ByteBuffer.allocate(MANY));
              return null;
            });
    target.reader().close();
    other.reader().close();
    assertThatThrownBy(() -> source.reader().transferTo(target.writer(), other.writer()))
        .isInstanceOf(BrokenPipeException.class);
    source.reader().close();
    assertThat(fed.failure()).isInstanceOf(BrokenPipeException.class);
  }

  @Test
  void aSlowTargetSetsThePace() throws Exception {
    Pipe slow = pipe();
    Background<byte[]> fast = drain(target);
    Background<Long> moved =
        Background.start(
            ThreadKind.VIRTUAL, () -> source.reader().transferTo(target.writer(), slow.writer()));
    Background<Void> fed = feed(new byte[MANY]);
    ByteBuffer some = ByteBuffer.allocate(8192);
    long got = 0;
    while (slow.reader().read(some.clear()) >= 0 && (got += some.position()) < MANY) {
      TimeUnit.MICROSECONDS.sleep(100);
    }
    fed.value();
    assertThat(moved.value()).isEqualTo(MANY);
    assertThat(got).isEqualTo(MANY);
    target.writer().close();
    assertThat(fast.value()).hasSize(MANY);
  }
}
