package io.standpipe.responder;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.FrameWriter;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.ready.ParentDeath;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Responder} at work: the two streams, and the reasons to end.
 *
 * <p>Two threads meet here: the one that answers, and one that starts when the parent has died. The
 * second sets {@code orphaned}, then closes both ends, which wakes a read and a write, then
 * interrupts the first, which wakes the function. Whichever of the three the answering thread meets
 * first, it finds {@code orphaned} set and returns. The interrupt and the end of the run exclude
 * each other, so no interrupt disturbs what the thread does afterwards; one that the thread did not
 * notice is cleared.
 */
final class ResponderRun implements AutoCloseable {
  private final ResponderSpec spec;
  private final FrameHandler handler;
  private final PipeReader in;
  private final AnswerChannel out;
  private final FrameReader requests;
  private final FrameWriter answers;
  private final Thread thread = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean orphaned;
  private boolean interrupted;
  private @Nullable ParentDeath parent;

  private ResponderRun(ResponderSpec spec, FrameHandler handler, PipeReader in, PipeWriter out) {
    this.spec = spec;
    this.handler = handler;
    this.in = in;
    this.out = new AnswerChannel(out);
    this.requests = spec.framing().reader(in);
    this.answers = spec.framing().writer(this.out);
  }

  /**
   * Takes both streams from the rest of the process. If the second one fails, the first is closed.
   */
  static ResponderRun start(ResponderSpec spec, FrameHandler handler) throws IOException {
    PipeReader in = PipeReader.takeStdin();
    try {
      return new ResponderRun(spec, handler, in, PipeWriter.takeStdout());
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  void answerAll() throws Exception {
    parent = watchParent();
    try {
      while (!isOver() && answerNext()) {}
    } catch (Exception e) {
      if (!isOver()) {
        throw e;
      }
    }
  }

  private boolean isOver() {
    return orphaned || out.isUnread();
  }

  private @Nullable ParentDeath watchParent() throws IOException {
    if (spec.outlivesParent()) {
      return null;
    }
    var watched = ParentDeath.watch(Platform.posix(), this::onParentDeath);
    switch (-watched.error()) {
      case 0 -> {}
      case Errno.ESRCH -> orphaned = true;
      case Errno.EINVAL -> {} // it cannot be watched: the end of the input has to do
      default ->
          throw new IOException(
              "watch the process that started this one: "
                  + Errno.text(-watched.error())
                  + "; outlivingParent() does not need that");
    }
    return watched.parent();
  }

  /** Answers the next request; returns false at the end of the input. */
  private boolean answerNext() throws Exception {
    Frame request;
    try {
      request = requests.read();
      if (request == null) {
        return false;
      }
      request.requireTerminated();
    } catch (FrameException e) {
      if (!e.isRecoverable()) {
        throw e;
      }
      apologize(e);
      return true;
    }
    try {
      handle(request);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      apologize(e);
    }
    return true;
  }

  private void handle(Frame request) throws Exception {
    ResponderSpec.Ping ping = spec.ping();
    if (ping != null && request.text().equals(ping.request())) {
      answers.write(ping.answer());
    } else {
      handler.handle(request, answers);
    }
  }

  private void apologize(Exception failure) throws Exception {
    AnswerFunction<? super Exception> apology = spec.apology();
    if (apology == null || isOver()) {
      throw failure;
    }
    String answer = apology.answer(failure);
    if (answer != null) {
      answers.write(answer);
    }
  }

  private void onParentDeath() {
    orphaned = true;
    in.close();
    out.close();
    interrupt();
    Duration grace = spec.grace();
    try {
      if (!over.await(TimeUnit.NANOSECONDS.convert(grace), TimeUnit.NANOSECONDS)) {
        System.err.printf(
            "%s: the process that started this one has died, and the request at hand was not done"
                + " %s after its interrupt; exiting%n",
            spec, grace);
        System.exit(1);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("no other thread knows this one, so none interrupts it", e);
    }
  }

  private synchronized void interrupt() {
    if (over.getCount() > 0) {
      interrupted = true;
      thread.interrupt();
    }
  }

  @Override
  public void close() {
    if (parent != null) {
      parent.close();
    }
    end();
    in.close();
    out.close();
  }

  private synchronized void end() {
    over.countDown();
    if (interrupted) {
      Thread.interrupted();
    }
  }
}
