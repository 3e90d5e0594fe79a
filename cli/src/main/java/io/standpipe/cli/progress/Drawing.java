package io.standpipe.cli.progress;

import io.standpipe.cli.output.StandardOutput;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The thread that draws a display. It waits for the next time to draw or for the end, which a latch
 * keeps if it comes first. What ends it waits until it has ended, no longer than {@link
 * #LAST_DRAWING}: it may be in a write to a terminal that the user has stopped, which ends within a
 * second, or in its source. Then the footer is closed without it, and takes nothing more.
 */
final class Drawing {
  private static final Duration INTERVAL = Duration.ofMillis(250);

  /** That nothing was drawn for so long means that this process was stopped. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private static final Duration LAST_DRAWING = Duration.ofSeconds(3);

  private final ProgressSource source;
  private final TerminalFooter footer;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("standpipe-progress").unstarted(this::run);

  /** Ctrl-C, for one, must not leave the cursor behind the lines. */
  private final Thread onExit = new Thread(() -> end(false), "standpipe-shutdown");

  private volatile boolean leaves;

  private Drawing(ProgressSource source, TerminalFooter footer) {
    this.source = source;
    this.footer = footer;
  }

  static Drawing start(ProgressSource source, TerminalFooter footer) {
    var drawing = new Drawing(source, footer);
    Runtime.getRuntime().addShutdownHook(drawing.onExit);
    drawing.thread.start();
    return drawing;
  }

  private void run() {
    try {
      drawUntilEnd();
      footer.close(leaves);
    } catch (InterruptedException e) {
      footer.close(false); // no other code knows this thread
    } catch (RuntimeException | Error e) { // of the source; the command goes on without a display
      footer.close(false);
      StandardOutput.warn("a bug in standpipe's progress display: " + e + "; please report it");
    }
  }

  private void drawUntilEnd() throws InterruptedException {
    long last = System.nanoTime();
    while (!ending.await(INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
      long now = System.nanoTime();
      if (now - last > PAUSE.toNanos()) {
        footer.forget();
      }
      last = now;
      footer.show(source.lines(now));
    }
    if (leaves) {
      footer.show(source.lines(System.nanoTime()));
    }
  }

  /**
   * @param leave whether the lines stay on the screen, as they are at the end
   */
  void end(boolean leave) {
    if (leave) {
      leaves = true;
    }
    ending.countDown();
    try {
      thread.join(LAST_DRAWING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    footer.close(false); // does nothing where the thread has done it
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // This process is exiting.
    }
  }
}
