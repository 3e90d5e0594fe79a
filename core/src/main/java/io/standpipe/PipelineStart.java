package io.standpipe;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.io.StagePipe;
import io.standpipe.internal.io.StageRunner;
import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.start.RedirectSpec;
import io.standpipe.internal.start.RedirectedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Starts the parts of a pipeline from front to back.
 *
 * <ol>
 *   <li>The pipe between two neighbours is opened right before the left one starts and closed here
 *       right after the right one has: two hundred stages need no more descriptors here than two,
 *       except one for each standard error that is captured.
 *   <li>Whatever fails, everything that was started is killed and reaped, and every end closed.
 * </ol>
 */
final class PipelineStart {
  private final String description;
  private final OptionalInt captureLimit;
  private final ArrayList<Child> children = new ArrayList<>();
  private final List<StageRunner> stages = new ArrayList<>();
  private final StageReaders readers = new StageReaders();
  private int programs;

  /** The part before the next one, if it is a program. */
  private @Nullable Child leftProgram;

  private @Nullable StagePipe before;
  private @Nullable OutputCollector collector;

  /**
   * A start.
   *
   * @param captureLimit the most bytes to keep of what comes out at the end; empty to keep none
   */
  PipelineStart(String description, OptionalInt captureLimit) {
    this.description = description;
    this.captureLimit = captureLimit;
  }

  Job run(List<PipelinePart> parts) throws IOException {
    programs = (int) parts.stream().filter(PipelinePart.Program.class::isInstance).count();
    if (programs == 0) {
      throw new IllegalStateException(
          "a pipeline with at least one program expected, not " + parts);
    }
    requireDistinctFiles(parts);
    children.ensureCapacity(parts.size()); // no child is without an owner for want of memory
    boolean started = false;
    try {
      for (PipelinePart part : parts.subList(0, parts.size() - 1)) {
        start(part);
      }
      startLast(parts.getLast());
      String name = "pipeline " + description;
      var job = new Job(() -> name, children, stages, readers, collector);
      started = true;
      return job;
    } finally {
      if (!started) {
        abandon();
      }
    }
  }

  /** The first may read the very file that the last one replaces. */
  private static void requireDistinctFiles(List<PipelinePart> parts) {
    var redirects = new ArrayList<RedirectSpec>();
    for (PipelinePart part : parts) {
      if (part instanceof PipelinePart.Program(CommandSpec command, RunOptions options)) {
        redirects.addAll(command.redirects().values());
      }
    }
    RedirectedFiles.requireDistinct(redirects);
  }

  private void start(PipelinePart part) throws IOException {
    switch (part) {
      case PipelinePart.Program(CommandSpec command, RunOptions options) -> {
        StagePipe right = StagePipe.open(description);
        startProgram(
            command.withRedirect(1, new RedirectSpec.Lent(right.writeEnd())), options, right);
      }
      case PipelinePart.Code(StageRunner.Code code) -> startCode(code);
    }
  }

  private void startLast(PipelinePart part) throws IOException {
    switch (part) {
      case PipelinePart.Program(CommandSpec command, RunOptions options) ->
          startProgram(
              captureLimit.isPresent()
                  ? Capturing.ofOutput(command, captureLimit.getAsInt())
                  : command,
              options,
              null);
      case PipelinePart.Code(StageRunner.Code code) -> {
        StageRunner stage = prepareCode(code);
        StagePipe right = before;
        before = null;
        if (right != null) {
          boolean keep = captureLimit.isPresent();
          collector =
              new OutputCollector(
                  right.toCode(), captureLimit.orElse(0), keep ? Keep.FIRST : Keep.LAST);
          collector.start();
        }
        stage.start("standpipe-stage");
      }
    }
  }

  private void startProgram(CommandSpec command, RunOptions options, @Nullable StagePipe right)
      throws IOException {
    StagePipe left = before;
    try {
      CommandSpec placed =
          left == null ? command : command.withRedirect(0, new RedirectSpec.Lent(left.readEnd()));
      Child child = Child.start(withErrorsKept(placed), options);
      children.add(child);
      if (leftProgram != null) {
        readers.connect(leftProgram, child);
      }
      leftProgram = child;
      before = right;
    } finally {
      close(left);
      if (before != right) {
        close(right);
      }
    }
  }

  private CommandSpec withErrorsKept(CommandSpec command) {
    return captureLimit.isPresent()
        ? Capturing.ofErrors(command, Capturing.errorLimit(captureLimit.getAsInt(), programs))
        : command;
  }

  private void startCode(StageRunner.Code code) throws IOException {
    prepareCode(code).start("standpipe-stage");
  }

  private StageRunner prepareCode(StageRunner.Code code) throws IOException {
    StagePipe left = before != null ? before : atEnd();
    before = left; // abandon() closes it if there is no other to be had
    StagePipe right = StagePipe.open(description);
    before = right;
    try {
      StageRunner stage = StageRunner.ofUser(code, left, right);
      stages.add(stage);
      if (leftProgram != null) {
        readers.connect(leftProgram, stage);
        leftProgram = null;
      }
      return stage;
    } finally {
      close(left);
    }
  }

  /** For code at the front: an input that has ended. */
  private StagePipe atEnd() throws ErrnoException {
    StagePipe pipe = StagePipe.open(description);
    pipe.writeEnd().close();
    return pipe;
  }

  private void abandon() {
    close(before);
    stages.forEach(StageRunner::stop);
    StopTogether.stop(children.stream().map(Child::started).toList(), StopPolicy.killAtOnce());
    children.forEach(Child::close);
  }

  private static void close(@Nullable StagePipe pipe) {
    if (pipe != null) {
      pipe.close();
    }
  }
}
