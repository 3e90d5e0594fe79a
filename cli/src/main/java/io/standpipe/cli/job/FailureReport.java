package io.standpipe.cli.job;

import io.standpipe.Child;
import io.standpipe.CommandFailedException;
import io.standpipe.ExitStatus;
import io.standpipe.Job;
import io.standpipe.Signal;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.internal.text.CommandText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says which programs failed and how, as far as they cannot have said so themselves: a signal that
 * ended one, in the words of the shells, and of several programs each that failed.
 */
final class FailureReport {
  /** As strsignal(3) has them. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("SIGHUP", "Hangup"),
          Map.entry("SIGQUIT", "Quit"),
          Map.entry("SIGILL", "Illegal instruction"),
          Map.entry("SIGTRAP", "Trace/breakpoint trap"),
          Map.entry("SIGABRT", "Aborted"),
          Map.entry("SIGBUS", "Bus error"),
          Map.entry("SIGFPE", "Floating point exception"),
          Map.entry("SIGKILL", "Killed"),
          Map.entry("SIGSEGV", "Segmentation fault"),
          Map.entry("SIGALRM", "Alarm clock"),
          Map.entry("SIGTERM", "Terminated"),
          Map.entry("SIGXCPU", "CPU time limit exceeded"),
          Map.entry("SIGXFSZ", "File size limit exceeded"),
          Map.entry("SIGSYS", "Bad system call"));

  private FailureReport() {}

  /**
   * How a job has ended, whose programs have. Prints a line for each that failed.
   *
   * @param name the command's name
   * @param stopped whether standpipe was told to end, and has therefore ended them: not worth a
   *     line
   * @throws IOException if code between the programs failed, and no program
   */
  static ExitStatus status(String name, Job job, boolean stopped) throws IOException {
    try {
      job.throwIfFailed();
      return new ExitStatus.Exited(0);
    } catch (CommandFailedException e) {
      if (!stopped) {
        lines(job, e).forEach(line -> StandardOutput.warn(name + ": " + line));
      }
      return e.status();
    }
  }

  private static List<String> lines(Job job, CommandFailedException last) {
    var lines = new ArrayList<String>();
    List<Child> children = job.children();
    for (int i = 0; i < children.size(); i++) {
      Child child = children.get(i);
      ExitStatus status = child.status().orElseThrow();
      if (isAmong(last, child, status) && isWorthTelling(status, children.size())) {
        String place =
            children.size() == 1 ? "" : "program " + (i + 1) + " of " + children.size() + ", ";
        lines.add(place + CommandText.line(child.words()) + ": " + how(status));
      }
    }
    return lines;
  }

  /** Whether it is one of those that the library counts as failed. */
  private static boolean isAmong(CommandFailedException last, Child child, ExitStatus status) {
    if (isOf(last, child, status)) {
      return true;
    }
    for (Throwable other : last.getSuppressed()) {
      if (other instanceof CommandFailedException failed && isOf(failed, child, status)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(CommandFailedException failed, Child child, ExitStatus status) {
    return failed.words().equals(child.words()) && failed.status().equals(status);
  }

  private static boolean isWorthTelling(ExitStatus status, int programs) {
    return status instanceof ExitStatus.Signaled(Signal signal, boolean core)
        ? !isUntold(signal)
        : programs > 1;
  }

  /** The user's own Ctrl-C, and a reader that had enough: shells say nothing either. */
  private static boolean isUntold(Signal signal) {
    return signal.equals(Signal.INT) || signal.equals(Signal.PIPE);
  }

  private static String how(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> "exit status " + code;
      case ExitStatus.Signaled(Signal signal, boolean core) ->
          WORDS.getOrDefault(signal.name(), "ended by " + signal) + (core ? " (core dumped)" : "");
    };
  }
}
