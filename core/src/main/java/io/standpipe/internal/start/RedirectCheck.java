package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.O_ACCMODE;

import io.standpipe.error.RedirectException;
import io.standpipe.internal.io.Direction;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.StandardDescriptors;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Refuses redirects that cannot be meant, before anything is opened: opening a file to write to it
 * empties it, and what was emptied by mistake is gone. The standard descriptors have a direction; a
 * program may use any other one as it likes.
 */
final class RedirectCheck {
  private static final int LAST_STANDARD = 2;
  private static final String[] STANDARD = {"standard input", "standard output", "standard error"};

  private RedirectCheck() {}

  /** Refuses what descriptor {@code n} can never be, whatever the others are. */
  static void one(int n, RedirectSpec redirect) {
    if (n > LAST_STANDARD) {
      if (redirect instanceof RedirectSpec.Pipe) {
        throw new IllegalArgumentException(
            "pipeToChild() or pipeFromChild() expected for descriptor " + n + ", not pipe()");
      }
      return;
    }
    if (direction(redirect) == wanted(n).reverse()) {
      throw new IllegalArgumentException(
          "a program %s its %s, and \"%s\" is for %s; %s"
              .formatted(
                  n == 0 ? "reads" : "writes to",
                  STANDARD[n],
                  redirect,
                  wanted(n).reverse().verb(),
                  advice(n, redirect)));
    }
  }

  private static Direction wanted(int n) {
    return n == 0 ? Direction.READ : Direction.WRITE;
  }

  private static String advice(int n, RedirectSpec redirect) {
    boolean input = n == 0;
    return switch (redirect) {
      case RedirectSpec.OfFile file ->
          input ? "to read that file, use Redirect.from(…)" : "use Redirect.to(…) or appendTo(…)";
      case RedirectSpec.OfEnd end ->
          input
              ? "use Redirect.from(…) or handOver(…) with the pipe's reader"
              : "use Redirect.to(…) or handOver(…) with the pipe's writer";
      default -> "use Redirect.pipe()";
    };
  }

  /** Which way it can be used; null where that is both ways, or depends on something else. */
  private static @Nullable Direction direction(RedirectSpec redirect) {
    return switch (redirect) {
      case RedirectSpec.OfFile(var file, RedirectSpec.FileMode mode) ->
          mode == RedirectSpec.FileMode.READ ? Direction.READ : Direction.WRITE;
      case RedirectSpec.OfEnd(var end, var ours) ->
          end instanceof ReadEnd ? Direction.READ : Direction.WRITE;
      case RedirectSpec.PipeToChild() -> Direction.READ;
      case RedirectSpec.PipeFromChild() -> Direction.WRITE;
      case RedirectSpec.Input input -> Direction.READ;
      case RedirectSpec.Collected collected -> Direction.WRITE;
      default -> null;
    };
  }

  /**
   * Refuses what these cannot be together.
   *
   * @throws RedirectException where an inherited descriptor is open for the wrong direction
   */
  static void all(Posix posix, String program, SortedMap<Integer, RedirectSpec> redirects)
      throws RedirectException {
    RedirectedFiles.requireDistinct(redirects.values());
    for (int n : redirects.keySet()) {
      int source = RedirectCopies.source(n, redirects);
      RedirectSpec redirect = redirects.get(source);
      if (n > LAST_STANDARD) {
        continue;
      }
      if (redirect == null || redirect instanceof RedirectSpec.Inherit) {
        checkInherited(posix, program, n, source);
      } else if (source != n && wayOf(source, redirect) == wanted(n).reverse()) {
        throw new IllegalArgumentException(
            "a program %s its %s, and cannot have it the same as its descriptor %d, \"%s\", which"
                    .formatted(n == 0 ? "reads" : "writes to", STANDARD[n], source, redirect)
                + " is for "
                + wanted(n).reverse().verb());
      }
    }
  }

  /** As {@link #direction}, and a pipe to us has the direction of the descriptor. */
  private static @Nullable Direction wayOf(int n, RedirectSpec redirect) {
    return redirect instanceof RedirectSpec.Pipe ? wanted(n) : direction(redirect);
  }

  /** A closed one is no error here: then the child has none. */
  private static void checkInherited(Posix posix, String program, int n, int source)
      throws RedirectException {
    int flags = StandardDescriptors.isGiven(source) ? posix.fcntl(source, F_GETFL, 0) : -1;
    if (flags >= 0 && wanted(n).isForbiddenBy(flags & O_ACCMODE)) {
      throw new RedirectException(
          "inherit descriptor " + source + " as the " + STANDARD[n] + " of " + program,
          Errno.EBADF,
          "this process has it open only for " + wanted(n).reverse().verb());
    }
  }
}
