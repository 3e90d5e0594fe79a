package io.standpipe.examples.recipes;

import io.standpipe.Command;
import io.standpipe.CommandFailedException;
import io.standpipe.ExitStatus;
import io.standpipe.Output;
import io.standpipe.Signal;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Runs a program and reads its output, with a deadline and every way in which it can fail. */
public final class RunAProgram {
  private RunAProgram() {}

  /** As short as in a script. */
  public static String branch(Path repository) throws IOException, InterruptedException {
    // @start region="one-line"
    String branch = Command.of("git", "branch", "--show-current").directory(repository).read();
    // @end
    return branch;
  }

  /** Tells all outcomes apart by type. */
  // @start region="errors"
  public static String tell(Command command) throws IOException, InterruptedException {
    try {
      return "it wrote " + command.timeout(Duration.ofSeconds(5)).read();
    } catch (DeadlineExceededException e) {
      return "it was stopped after " + e.limit().toSeconds() + " s";
    } catch (CommandFailedException e) {
      return switch (e.status()) {
        case ExitStatus.Exited(int code) -> "it ended with code " + code + ": " + e.errorTail();
        case ExitStatus.Signaled(Signal signal, var _) -> "it was ended by " + signal;
      };
    } catch (ErrnoException e) {
      return "it could not be started: " + e.errnoName();
    }
  }

  // @end

  /** Accepts exit codes other than 0, and feeds the input. */
  public static boolean isSorted(String text) throws IOException, InterruptedException {
    // @start region="codes"
    Output output = Command.of("sort", "--check").input(text).success(0, 1).capture();
    boolean sorted = output.status().isZero(); // if not, output.stderr() says where
    // @end
    return sorted;
  }
}
