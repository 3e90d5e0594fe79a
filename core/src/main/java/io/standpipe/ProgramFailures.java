package io.standpipe;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.ExitStatus.Signaled;
import io.standpipe.error.CapturedOutput;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.text.CommandText;
import io.standpipe.internal.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exception of the programs of a job that failed: the last one's, because that one
 * decides how the whole ended; it names the others, and they are suppressed in it.
 *
 * <p><b>A reader that had gone.</b> A program that is not ended by SIGPIPE when its reader has read
 * enough, because it ignores that signal, gets EPIPE and exits with a code of its own. That is a
 * failure, because it could mean anything; but the message says how it came about. Nothing proves
 * it: the system does not tell why a program exits. We take it from what the program says, or, if
 * it says nothing, from the order in which the two ended; the order is that of the events as they
 * were noticed, so the message only says that this may be why.
 */
final class ProgramFailures {
  /** What strerror(3), and the runtimes of most languages, say to EPIPE. */
  private static final Pattern EPIPE =
      Pattern.compile("broken ?pipe|\\bEPIPE\\b", Pattern.CASE_INSENSITIVE);

  private static final int MOST_NAMED = 16;

  /** With this a shell exits if a program that it ran died of SIGPIPE. */
  private static final int SIGPIPE_IN_SHELL = new Signaled(Signal.PIPE, false).shellCode();

  private final List<Child> children;
  private final StageReaders readers;
  private final @Nullable OutputCollector stdout;

  /**
   * For the programs of a job.
   *
   * @param stdout keeps what came out at the end, if that is kept
   */
  ProgramFailures(List<Child> children, StageReaders readers, @Nullable OutputCollector stdout) {
    this.children = children;
    this.readers = readers;
    this.stdout = stdout;
  }

  /**
   * The exception of these, which have failed, in order.
   *
   * @param ofCode what Java stages threw
   */
  CommandFailedException of(List<Child> failed, List<IOException> ofCode) {
    Child last = failed.getLast();
    var others = new ArrayList<CommandFailedException>();
    var also = new ArrayList<String>();
    for (Child child : failed.subList(0, failed.size() - 1)) {
      CapturedOutput captured = captured(child, null);
      others.add(exception(child, captured, ""));
      also.add(
          "program %d, %s, %s%s"
              .formatted(
                  number(child),
                  CommandText.words(child.started().spec().shownWords()),
                  how(child, captured),
                  excerpt(captured)));
    }
    ofCode.forEach(e -> also.add(String.valueOf(e.getMessage())));
    CommandFailedException failure = exception(last, captured(last, stdout), listed(also));
    others.forEach(failure::addSuppressed);
    ofCode.forEach(failure::addSuppressed);
    return failure;
  }

  private CommandFailedException exception(Child child, CapturedOutput captured, String others) {
    String place =
        children.size() == 1 ? "" : " (program " + number(child) + " of " + children.size() + ")";
    String message =
        "command "
            + CommandText.words(child.started().spec().shownWords())
            + place
            + " "
            + how(child, captured)
            + others
            + (isStdoutOf(child)
                ? CommandFailedException.lastWords(captured)
                : CommandFailedException.lastErrors(captured));
    return new CommandFailedException(message, child.words(), status(child), captured);
  }

  /** Whether what came out at the end is what this program wrote. */
  private boolean isStdoutOf(Child child) {
    return stdout != null && child.started().collector(1) == stdout;
  }

  private static String excerpt(CapturedOutput captured) {
    String said = CommandFailedException.tail(captured.stderr()).strip();
    return said.isEmpty() ? "" : ": " + Excerpt.tail(said);
  }

  private static String listed(List<String> also) {
    if (also.isEmpty()) {
      return "";
    }
    int more = also.size() - MOST_NAMED;
    String named = String.join("; ", also.subList(0, Math.min(also.size(), MOST_NAMED)));
    return " (also failed: " + named + (more > 0 ? "; and " + more + " more" : "") + ")";
  }

  private static CapturedOutput captured(Child child, @Nullable OutputCollector stdout) {
    return Capturing.keptSoFar(stdout, child.started().collector(2));
  }

  /** How it ended, and what its reader has to do with that. */
  private String how(Child child, CapturedOutput captured) {
    ExitStatus status = status(child);
    return status
        + readers
            .of(child)
            .map(r -> status instanceof Exited(int code) ? why(child, r, code, captured) : "")
            .orElse("");
  }

  private static String why(
      Child child, StageReaders.Reader reader, int code, CapturedOutput captured) {
    String said = CommandFailedException.tail(captured.stderr());
    if (EPIPE.matcher(said).find() || code == SIGPIPE_IN_SHELL) {
      return " because its reader, " + reader.name() + ", had gone";
    }
    boolean readerWentFirst =
        reader.endedAt().getAsLong() - child.started().process().endedAtNanos() < 0;
    return said.isBlank() && readerWentFirst
        ? ", which may be because its reader, " + reader.name() + ", had gone before"
        : "";
  }

  private int number(Child child) {
    return children.indexOf(child) + 1;
  }

  private static ExitStatus status(Child child) {
    return child.status().orElseThrow();
  }
}
