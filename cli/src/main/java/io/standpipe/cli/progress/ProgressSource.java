package io.standpipe.cli.progress;

import java.util.List;

/** What a {@link ProgressDisplay} shows. */
public interface ProgressSource {
  /**
   * The lines at this moment. Called on the display's thread; must not block for long.
   *
   * @param now of {@link System#nanoTime}
   */
  List<ProgressLine> lines(long now);
}
