package io.standpipe;

import io.standpipe.error.CapturedOutput;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.StageRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the parts of a job ended, each and together, and what was kept of what they wrote. */
final class JobOutcome {
  private final List<Child> children;
  private final List<StageRunner> stages;
  private final StageReaders readers;
  private final @Nullable OutputCollector stageOutput;

  /**
   * The outcome of these.
   *
   * @param stageOutput takes the output of a Java stage at the end, if there is one
   */
  JobOutcome(
      List<Child> children,
      List<StageRunner> stages,
      StageReaders readers,
      @Nullable OutputCollector stageOutput) {
    this.children = children;
    this.stages = stages;
    this.readers = readers;
    this.stageOutput = stageOutput;
  }

  /** How each program ended, in order. */
  List<ExitStatus> statuses() {
    return children.stream().map(JobOutcome::ended).toList();
  }

  /** How the last one ended that failed; if none did, the last one whose end counts. */
  ExitStatus status() {
    List<Child> decisive = failed();
    if (decisive.isEmpty()) {
      decisive = children.stream().filter(child -> !diedOfLostReader(child)).toList();
    }
    return ended(decisive.isEmpty() ? children.getLast() : decisive.getLast());
  }

  private List<Child> failed() {
    return children.stream()
        .filter(child -> child.hasFailed() && !diedOfLostReader(child))
        .toList();
  }

  /** Whether it died of SIGPIPE because its reader, a program or Java code, had read enough. */
  private boolean diedOfLostReader(Child child) {
    return readers.of(child).isPresent()
        && ended(child) instanceof ExitStatus.Signaled(Signal signal, boolean core)
        && signal.equals(Signal.PIPE);
  }

  private static ExitStatus ended(Child child) {
    return child.status().orElseThrow(() -> new IllegalStateException(child + " still runs"));
  }

  /** Makes sure that no program and no Java stage failed. */
  void throwIfFailed(RunOptions whole) throws IOException {
    List<IOException> ofCode =
        stages.stream().map(StageRunner::failure).flatMap(Optional::stream).toList();
    List<Child> failed = whole.acceptsAnyExit() ? List.of() : failed();
    if (!failed.isEmpty()) {
      throw new ProgramFailures(children, readers, outputOfLast()).of(failed, ofCode);
    }
    if (!ofCode.isEmpty()) {
      IOException first = ofCode.getFirst();
      ofCode.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  /** What was kept. */
  Output output(long inputAccepted, List<String> stillOpen) {
    var errors = new ArrayList<CapturedOutput>();
    for (Child child : children) {
      errors.add(Capturing.kept(null, child.started().collector(2)));
    }
    CapturedOutput whole = Capturing.joined(Capturing.kept(outputOfLast(), null), errors);
    List<byte[]> stderrs = errors.stream().map(CapturedOutput::stderr).toList();
    return new Output(status(), statuses(), whole, stderrs, inputAccepted, stillOpen);
  }

  /** What has been kept by now, for an exception. */
  CapturedOutput captured() {
    List<OutputCollector> errors = new ArrayList<>();
    for (Child child : children) {
      OutputCollector collector = child.started().collector(2);
      if (collector != null) {
        errors.add(collector);
      }
    }
    return Capturing.keptSoFar(outputOfLast(), errors);
  }

  private @Nullable OutputCollector outputOfLast() {
    if (stageOutput == null) {
      return children.getLast().started().collector(1);
    }
    return stageOutput.isDiscarding() ? null : stageOutput;
  }
}
