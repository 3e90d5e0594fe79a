package io.standpipe;

import io.standpipe.error.CapturedOutput;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.start.RedirectSpec;
import io.standpipe.internal.start.StartedProcess;
import java.nio.ByteBuffer;
import java.util.List;
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
    return ofErrors(ofOutput(command, maxBytes), errorLimit(maxBytes, 1));
  }

  /** With its standard output kept, unless that goes elsewhere. */
  static CommandSpec ofOutput(CommandSpec command, int maxBytes) {
    RedirectSpec output = command.redirect(1);
    return output.isOursToKeep() ? command.withRedirect(1, output.collected(maxBytes)) : command;
  }

  /** With the end of its standard error kept, unless the command says where that goes. */
  static CommandSpec ofErrors(CommandSpec command, int maxBytes) {
    return command.redirects().containsKey(2)
        ? command
        : command.withRedirect(2, new RedirectSpec.Collected(maxBytes, Keep.LAST));
  }

  /**
   * The most bytes of standard error that are kept of each of so many programs. They share the
   * limit, so that a long row of programs does not take more memory than one.
   */
  static int errorLimit(int maxBytes, int programs) {
    return Math.max(maxBytes / programs, LEAST_ERROR_BYTES);
  }

  /** What these have kept; a stream that is not captured has no collector. */
  static CapturedOutput kept(@Nullable OutputCollector stdout, @Nullable OutputCollector stderr) {
    return new CapturedOutput(bytes(stdout), isComplete(stdout), bytes(stderr), isComplete(stderr));
  }

  /** {@code output}'s standard output, and the standard errors of {@code errors} in their order. */
  static CapturedOutput joined(CapturedOutput output, List<CapturedOutput> errors) {
    return new CapturedOutput(
        output.stdout(),
        output.isStdoutComplete(),
        joined(errors.stream().map(CapturedOutput::stderr).toList()),
        errors.stream().allMatch(CapturedOutput::isStderrComplete));
  }

  /** A copy only where more than one has bytes. */
  private static byte[] joined(List<byte[]> parts) {
    List<byte[]> some = parts.stream().filter(part -> part.length > 0).toList();
    if (some.size() < 2) {
      return some.isEmpty() ? new byte[0] : some.getFirst();
    }
    long size = some.stream().mapToLong(part -> part.length).sum();
    var all = ByteBuffer.allocate(Math.toIntExact(size));
    some.forEach(all::put);
    return all.array();
  }

  /** What has been kept of a child by now, for an exception. */
  static CapturedOutput keptSoFar(StartedProcess child) {
    return keptSoFar(child.collector(1), child.collector(2));
  }

  /** What has been kept by now of an output and of several standard errors, for an exception. */
  static CapturedOutput keptSoFar(@Nullable OutputCollector stdout, List<OutputCollector> stderrs) {
    try {
      catchUp(stdout);
      stderrs.forEach(OutputCollector::catchUp);
      var errors = stderrs.stream().map(collector -> kept(null, collector)).toList();
      return joined(kept(stdout, null), errors);
    } catch (OutOfMemoryError e) {
      return new CapturedOutput(new byte[0], stdout == null, new byte[0], stderrs.isEmpty());
    }
  }

  /**
   * As {@link #kept}, for an exception: if there is no memory for a second copy of the bytes, the
   * exception carries none of them.
   */
  static CapturedOutput keptSoFar(
      @Nullable OutputCollector stdout, @Nullable OutputCollector stderr) {
    try {
      catchUp(stdout);
      catchUp(stderr);
      return kept(stdout, stderr);
    } catch (OutOfMemoryError e) {
      return new CapturedOutput(new byte[0], stdout == null, new byte[0], stderr == null);
    }
  }

  private static void catchUp(@Nullable OutputCollector collector) {
    if (collector != null) {
      collector.catchUp();
    }
  }

  private static byte[] bytes(@Nullable OutputCollector collector) {
    return collector == null ? new byte[0] : collector.bytes();
  }

  private static boolean isComplete(@Nullable OutputCollector collector) {
    return collector == null || collector.isComplete();
  }
}
