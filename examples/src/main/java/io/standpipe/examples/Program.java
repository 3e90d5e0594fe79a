package io.standpipe.examples;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.examples.Options.UsageException;
import java.io.IOException;

/** Ends a program: what all main methods have in common. */
final class Program {
  private static final int WRONG_USAGE = 2;
  private static final int FAILED = 125;

  private Program() {}

  /** The work of a program. */
  @FunctionalInterface
  interface Body {
    /** Returns whether all went as expected. */
    boolean run(Options options) throws IOException, InterruptedException;
  }

  /** Runs the work and ends this process: 0 as expected, 1 not so, 2 wrong usage, 125 an error. */
  static void run(String usage, String[] arguments, Body body) {
    System.exit(exitCode(usage, arguments, body));
  }

  private static int exitCode(String usage, String[] arguments, Body body) {
    try {
      return body.run(Options.parse(usage, arguments)) ? 0 : 1;
    } catch (UsageException e) {
      (e.isHelp() ? System.out : System.err).println(e.getMessage());
      return e.isHelp() ? 0 : WRONG_USAGE;
    } catch (BrokenPipeException e) {
      // Our reader has had enough, which ends the work and is not an error.
      return 0;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      return FAILED;
    }
  }
}
