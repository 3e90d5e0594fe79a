package io.standpipe;

import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.start.RedirectSpec;

/** A command whose output is kept. */
final class Capturing {
  private static final int ERROR_TAIL_BYTES = 8 * 1024;

  private Capturing() {}

  /**
   * With its standard output kept, unless it goes elsewhere, and the end of its standard error
   * unless the command says where that goes.
   */
  static CommandSpec of(CommandSpec command, int maxBytes) {
    RedirectSpec output = command.redirect(1);
    CommandSpec kept =
        output.isOursToKeep() ? command.withRedirect(1, output.collected(maxBytes)) : command;
    return command.redirects().containsKey(2)
        ? kept
        : kept.withRedirect(2, new RedirectSpec.Collected(ERROR_TAIL_BYTES, Keep.LAST));
  }
}
