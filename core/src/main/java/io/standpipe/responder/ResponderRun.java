package io.standpipe.responder;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.FrameWriter;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.ready.ParentDeath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Responder} at work: the two streams, and why it is over.
 *
 * <p>Two threads meet here, the one that answers and the one that is started by the parent's death.
 * The latter says so in {@code orphaned}, then closes both ends, which wakes a read and a write,
 * then interrupts, which wakes the function. Whichever of the three the first one meets, it finds
 * {@code orphaned} set, and returns. The interrupt and the end of the run exclude each other, so
 * that none disturbs what the thread does afterwards; one that was not met is taken back.
 */
final class ResponderRun implements AutoCloseable {
  private final Responder responder;
  private final Responder.Handler handler;
  private final PipeReader in;
  private final PipeWriter out;
  private final FrameReader requests;
  private final FrameWriter answers;
  private final Thread thread = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean orphaned;
  private boolean interrupted;
  private @Nullable ParentDeath parent;

  /** Nobody reads the answers. Noted where it is met: the function may have broken pipes, too. */
  private boolean unheard;

  private ResponderRun(
      Responder responder, Responder.Handler handler, PipeReader in, PipeWriter out) {
    this.responder = responder;
    this.handler = handler;
    this.in = in;
    this.out = out;
    this.requests = responder.framing.reader(in);
    this.answers = responder.framing.writer(new Noting());
  }

  /** Takes both streams, or, where that fails, none that anybody could miss. */
  static ResponderRun start(Responder responder, Responder.Handler handler) throws IOException {
    PipeReader in = PipeReader.takeStdin();
    try {
      return new ResponderRun(responder, handler, in, PipeWriter.takeStdout());
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
    return orphaned || unheard;
  }

  private @Nullable ParentDeath watchParent() throws IOException {
    if (responder.outlives) {
      return null;
    }
    var watched = ParentDeath.watch(Platform.posix(), this::onParentsDeath);
    switch (-watched.error()) {
      case 0 -> {}
      case Errno.ESRCH -> orphaned = true;
      case Errno.EINVAL -> {} // not to be seen: the end of the input has to do
      default ->
          throw new IOException(
              "watch the process that started this one: "
                  + Errno.text(-watched.error())
                  + "; outlivingParent() does without");
    }
    return watched.parent();
  }

  /** False at the end of the input. */
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
      dealWith(request);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      apologize(e);
    }
    return true;
  }

  private void dealWith(Frame request) throws Exception {
    Responder.Ping ping = responder.ping;
    if (ping != null && request.text().equals(ping.request())) {
      answers.write(ping.answer());
    } else {
      handler.handle(request, answers);
    }
  }

  private void apologize(Exception failure) throws Exception {
    Responder.Apology apology = responder.apology;
    if (apology == null || isOver()) {
      throw failure;
    }
    String answer = apology.of(failure);
    if (answer != null) {
      answers.write(answer);
    }
  }

  private void onParentsDeath() {
    orphaned = true;
    in.close();
    out.close();
    interrupt();
    Duration grace = responder.grace;
    try {
      if (!over.await(TimeUnit.NANOSECONDS.convert(grace), TimeUnit.NANOSECONDS)) {
        System.err.printf(
            "%s: the process that started this one has died, and the request at hand was not done"
                + " %s after its interrupt; exiting%n",
            responder, grace);
        System.exit(1);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody has this thread to interrupt", e);
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

  /** The way to the asker. */
  private final class Noting implements WritableByteChannel {
    @Override
    public int write(ByteBuffer from) throws IOException {
      try {
        return out.write(from);
      } catch (BrokenPipeException e) {
        unheard = true;
        throw e;
      }
    }

    @Override
    public boolean isOpen() {
      return out.isOpen();
    }

    @Override
    public void close() {
      out.close();
    }
  }
}
