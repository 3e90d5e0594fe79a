package io.standpipe.kafka.internal.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventQueueTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  private final EventQueue<String> queue = new EventQueue<>(1000);
  private final List<ProgramEvent<String>> events = new ArrayList<>();

  private static ProgramEvent<String> event() {
    return new ProgramEvent.Failing<>();
  }

  @ParameterizedTest
  @EnumSource
  void aFullQueueHoldsUpTheProgramUntilTheLaneHasTakenAll(ThreadKind kind) throws Exception {
    queue.put(event(), 900);
    Background<Boolean> putting =
        Background.parked(
            kind,
            () -> {
              queue.put(event(), 900);
              return true;
            });
    queue.drain(events, 0);
    assertThat(putting.value()).isTrue();
    queue.drain(events, LONG);
    assertThat(events).hasSize(2);
  }

  @Test
  void oneThatIsLargerThanTheQueueGoesAlone() throws Exception {
    queue.put(event(), 1_000_000);
    queue.drain(events, 0);
    assertThat(events).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theFirstEventWakesTheLane(ThreadKind kind) throws Exception {
    Background<Integer> draining =
        Background.parked(
            kind,
            () -> {
              queue.drain(events, LONG);
              return events.size();
            });
    queue.end(event());
    assertThat(draining.value()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aCloseEndsBothWaits(ThreadKind kind) throws Exception {
    queue.put(event(), 900);
    Background<Boolean> putting =
        Background.parked(
            kind,
            () -> {
              queue.put(event(), 900);
              return true;
            });
    queue.close();
    assertThat(putting.value()).isTrue();
    queue.drain(events, LONG);
    assertThat(events).isEmpty();
  }
}
