package io.standpipe.schedule;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.testing.Background;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Plays a schedule on a pipe and records what came of it. In the end the write end is closed, the
 * rest read, and the read end closed; every thread must end then.
 */
final class Player {
  private static final int NOBODY = -1;
  private static final int CHUNK = 64 * 1024;

  private interface Call {
    int now() throws IOException;
  }

  private final Schedule schedule;
  private final PipeReader reader;
  private final PipeWriter writer;
  private final List<Background<Boolean>> threads = new ArrayList<>();
  private volatile boolean allThere;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();

  Player(Schedule schedule, PipeReader reader, PipeWriter writer) {
    this.schedule = schedule;
    this.reader = reader;
    this.writer = writer;
  }

  List<Event> play() {
    for (int i = 0; i < schedule.threads().size(); i++) {
      int thread = i;
      threads.add(Background.start(schedule.kinds().get(i), () -> perform(thread)));
    }
    allThere = true;
    perform(NOBODY, schedule.rest());
    perform(NOBODY, new Operation.Close(Operation.Side.WRITER));
    for (Background<Boolean> thread : threads) {
      thread.value();
    }
    while (reader.isOpen() && perform(NOBODY, new Operation.Read(CHUNK, null)) >= 0) {}
    perform(NOBODY, new Operation.Close(Operation.Side.READER));
    return List.copyOf(events);
  }

  private boolean perform(int thread) {
    while (!allThere) {
      LockSupport.parkNanos(1); // a latch would take an interrupt that is meant for an operation
    }
    schedule.threads().get(thread).forEach(operation -> perform(thread, operation));
    return true;
  }

  private int perform(int thread, Operation operation) {
    return switch (operation) {
      case Operation.Read(int bytes, Duration limit) -> read(thread, operation, bytes, limit);
      case Operation.Write(int id, int bytes, Duration limit) ->
          write(thread, operation, content(id, bytes), limit);
      case Operation.Close(Operation.Side side) -> close(thread, operation, side);
      case Operation.Interrupt(int whom) -> interrupt(thread, operation, whom);
      case Operation.Pause(int spins) -> pause(spins);
    };
  }

  private int read(int thread, Operation operation, int bytes, @Nullable Duration limit) {
    ByteBuffer into = ByteBuffer.allocate(bytes);
    return record(
        thread,
        operation,
        into,
        () -> limit == null ? reader.read(into) : reader.read(into, limit));
  }

  private int write(int thread, Operation operation, ByteBuffer from, @Nullable Duration limit) {
    return record(
        thread,
        operation,
        from,
        () -> limit == null ? writer.write(from) : writer.write(from, limit));
  }

  private int close(int thread, Operation operation, Operation.Side side) {
    return record(
        thread,
        operation,
        ByteBuffer.allocate(0),
        () -> {
          if (side == Operation.Side.READER) {
            reader.close();
          } else {
            writer.close();
          }
          return 0;
        });
  }

  private int interrupt(int thread, Operation operation, int whom) {
    return record(
        thread,
        operation,
        ByteBuffer.allocate(0),
        () -> {
          threads.get(whom).interrupt();
          return 0;
        });
  }

  private static int pause(int spins) {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
    return 0;
  }

  private int record(int thread, Operation operation, ByteBuffer moved, Call call) {
    int result = -1;
    Throwable thrown = null;
    long start = System.nanoTime();
    try {
      result = call.now();
    } catch (IOException | RuntimeException e) {
      thrown = e;
    }
    long end = System.nanoTime();
    events.add(new Event(thread, operation, start, end, result, words(moved), thrown));
    return result;
  }

  private static ByteBuffer content(int id, int bytes) {
    ByteBuffer content = ByteBuffer.allocate(bytes);
    for (int i = 0; i < bytes / Schedule.WORD; i++) {
      content.putInt(id << 16 | i);
    }
    return content.flip();
  }

  private static IntBuffer words(ByteBuffer moved) {
    return moved.duplicate().flip().asIntBuffer();
  }
}
