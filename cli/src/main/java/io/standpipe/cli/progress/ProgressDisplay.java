package io.standpipe.cli.progress;

import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.Tty;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A few lines at the bottom of the terminal that tell how a command gets on, four times a second at
 * most. What the command prints on standard error meanwhile stands above them.
 *
 * <p>Only where standard error is a terminal that can move its cursor, and while the command is in
 * its foreground. Elsewhere a display does nothing, and asks its source for nothing.
 *
 * <p>{@link #close} and {@link #leave} may be called by any thread and more than once. They block
 * for three seconds at most, while the terminal takes nothing; after them nothing more is drawn. An
 * interrupt ends the waiting. A display that is still there when the JVM exits is closed.
 */
public final class ProgressDisplay implements AutoCloseable {
  private static final int ERROR = 2;

  private final @Nullable Drawing drawing;

  private ProgressDisplay(@Nullable Drawing drawing) {
    this.drawing = drawing;
  }

  /** One that shows nothing. */
  public static ProgressDisplay none() {
    return new ProgressDisplay(null);
  }

  /** Begins to show lines, the first of them after a quarter of a second. */
  public static ProgressDisplay start(ProgressSource source) {
    if (!Tty.movesCursor(ERROR)) {
      return none();
    }
    try {
      var footer = new TerminalFooter(new ErrorScreen(), Tty.showsColour(ERROR));
      StandardOutput.below(footer);
      return new ProgressDisplay(Drawing.start(source, footer));
    } catch (IOException e) {
      return none(); // no descriptor is left: the work is more important
    }
  }

  /** Takes the lines off the screen. */
  @Override
  public void close() {
    end(false);
  }

  /** Draws the lines a last time and leaves them on the screen. */
  public void leave() {
    end(true);
  }

  private void end(boolean leave) {
    if (drawing != null) {
      drawing.end(leave);
      StandardOutput.below(null);
    }
  }
}
