package io.standpipe;

import io.standpipe.error.CapturedOutput;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.start.RedirectSpec;
import io.standpipe.internal.start.StartedProcess;
import org.jspecify.annotations.Nullable;

/**
 * A command whose output is kept. Each stream is kept up to the limit. More standard output is an
 * error, because a caller would take a part for the whole. Of more standard error the end is kept,
 * where the reason of a failure stands.
 */
final class Capturing {
  /** So much standard error is kept for error messages, however low the limit is. */
  private static final int LEAST_ERROR_BYTES = 8 * 1024;

  private Capturing() {}

  /** With both streams kept, each unless it goes elsewhere. */
  static CommandSpec of(CommandSpec command, int maxBytes) {
    RedirectSpec output = command.redirect(1);
    CommandSpec kept =
        output.isOursToKeep() ? command.withRedirect(1, output.collected(maxBytes)) : command;
    return command.redirects().containsKey(2)
        ? kept
        : kept.withRedirect(2, new RedirectSpec.Collected(errorLimit(maxBytes), Keep.LAST));
  }

  /** The most bytes of standard error that are kept. */
  static int errorLimit(int maxBytes) {
    return Math.max(maxBytes, LEAST_ERROR_BYTES);
  }

  /** What these have kept; a stream that is not captured has no collector. */
  static CapturedOutput kept(@Nullable OutputCollector stdout, @Nullable OutputCollector stderr) {
    return new CapturedOutput(bytes(stdout), isComplete(stdout), bytes(stderr), isComplete(stderr));
  }

  /** What has been kept of a child by now, for an exception. */
  static CapturedOutput keptSoFar(StartedProcess child) {
    return keptSoFar(child.collector(1), child.collector(2));
  }

  /**
   * As {@link #kept}, for an exception: if there is no memory for a second copy of the bytes, the
   * exception carries none of them.
   */
  static CapturedOutput keptSoFar(
      @Nullable OutputCollector stdout, @Nullable OutputCollector stderr) {
    try {
      return kept(stdout, stderr);
    } catch (OutOfMemoryError e) {
      return new CapturedOutput(new byte[0], stdout == null, new byte[0], stderr == null);
    }
  }

  private static byte[] bytes(@Nullable OutputCollector collector) {
    return collector == null ? new byte[0] : collector.bytes();
  }

  private static boolean isComplete(@Nullable OutputCollector collector) {
    return collector == null || collector.isComplete();
  }
}
