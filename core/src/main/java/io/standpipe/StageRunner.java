package io.standpipe;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Java code between two pipes, on a virtual thread of its own. Whatever it does, both its ends are
 * closed after it: the far sides see that it has gone. {@link #stop} closes them before, which ends
 * every wait in them.
 */
final class StageRunner {
  private final String name;
  private final String part;
  private final boolean ours;
  private final Pipeline.Stage stage;
  private final PipeReader in;
  private final PipeWriter out;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  /** Runs a user's code. */
  static StageRunner stage(Pipeline.Stage stage, PipeReader in, PipeWriter out) {
    return new StageRunner("a Java stage", "a Java stage of the pipeline", false, stage, in, out);
  }

  /**
   * Runs code of ours: one thread uses the ends, and no other ever does.
   *
   * @param name what it is, to the doctor
   * @param part what it is, to the user
   */
  static StageRunner relay(
      String name, String part, Pipeline.Stage relay, PipeReader in, PipeWriter out) {
    return new StageRunner(name, part, true, relay, in, out);
  }

  private StageRunner(
      String name, String part, boolean ours, Pipeline.Stage stage, PipeReader in, PipeWriter out) {
    this.name = name;
    this.part = part;
    this.ours = ours;
    this.stage = stage;
    this.in = in;
    this.out = out;
  }

  void start(String name) {
    Thread.ofVirtual().name(name).start(this::run);
  }

  private void run() {
    try (in;
        out) {
      stage.run(in, out);
    } catch (BrokenPipeException e) {
      // The next one has had enough: as a program's SIGPIPE, no failure.
    } catch (Throwable t) {
      failure = t;
    } finally {
      ended.countDown();
    }
  }

  List<End> ends() {
    return List.of(in.end, out.end);
  }

  boolean isOurs() {
    return ours;
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    return ended.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  void stop() {
    stopped = true;
    in.close();
    out.close();
  }

  /** What the code threw, unless only because it was stopped. */
  Optional<IOException> failure() {
    Throwable thrown = failure;
    if (thrown == null || stopped) {
      return Optional.empty();
    }
    String why = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    return Optional.of(new IOException(part + " failed: " + why, thrown));
  }

  /** Which part of the whole it is: {@code a Java stage of the pipeline}. */
  String part() {
    return part;
  }

  /** What it is, in words. */
  @Override
  public String toString() {
    return name;
  }
}
