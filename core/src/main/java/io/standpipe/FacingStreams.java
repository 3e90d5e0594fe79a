package io.standpipe;

import io.standpipe.internal.start.RedirectSpec;

/** The standard streams of a command that is crossed with another program. */
final class FacingStreams {
  private FacingStreams() {}

  /**
   * Refuses a command that redirects its standard input or output, or has options that only a
   * command that runs alone obeys.
   *
   * @param whole what it is part of: {@code a link}
   */
  static void check(String whole, Command command) {
    checkStream(whole, command, 0, "standard input");
    checkStream(whole, command, 1, "standard output");
    command
        .options()
        .setForRuns()
        .ifPresent(method -> {
          throw new IllegalArgumentException(
              "%s does not obey %s(…) of %s; leave it out, or set it for the whole if that has it"
                  .formatted(whole, method, command));
        });
  }

  private static void checkStream(String whole, Command command, int n, String name) {
    RedirectSpec redirect = command.spec().redirect(n);
    if (!redirect.isOpenToNeighbour()) {
      throw new IllegalArgumentException(
          "%s connects the %s of %s itself, so that cannot be \"%s\"; leave that out"
              .formatted(whole, name, command, redirect));
    }
  }
}
