package io.standpipe;

import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the parts of a pipeline from front to back.
 *
 * <ol>
 *   <li>A boundary is made right before its left neighbour starts and given up right after its
 *       right neighbour has: two hundred stages need no more descriptors here than two.
 *   <li>Whatever fails, everything that was started is killed and reaped, and every end closed.
 * </ol>
 */
final class PipelineStart {
  private final String description;
  private final List<Child> children = new ArrayList<>();
  private final List<StageRunner> workers = new ArrayList<>();
  private @Nullable StagePipe before;
  private @Nullable OutputCollector capture;

  private PipelineStart(String description) {
    this.description = description;
  }

  static Job start(String description, List<Pipeline.Part> parts) throws IOException {
    return new PipelineStart(description).startAll(parts, -1);
  }

  /** With what comes out at the end kept, at most {@code limit} bytes. */
  static Job startCaptured(String description, List<Pipeline.Part> parts, int limit)
      throws IOException {
    return new PipelineStart(description).startAll(parts, limit);
  }

  private Job startAll(List<Pipeline.Part> parts, int captureLimit) throws IOException {
    if (parts.stream().noneMatch(Pipeline.Part.Program.class::isInstance)) {
      throw new IllegalStateException(
          "a pipeline with one program at least expected, not " + parts);
    }
    boolean started = false;
    try {
      for (int i = 0; i < parts.size(); i++) {
        boolean last = i == parts.size() - 1;
        switch (parts.get(i)) {
          case Pipeline.Part.Program(Command command) ->
              startProgram(last ? captured(command, captureLimit) : command, last);
          case Pipeline.Part.Code(Pipeline.Stage stage) -> startCode(stage, last, captureLimit);
        }
      }
      started = true;
      return new Job(() -> "pipeline " + description, Job.Shape.ROW, children, workers, capture);
    } finally {
      if (!started) {
        abandon();
      }
    }
  }

  private static Command captured(Command command, int limit) {
    return limit < 0 ? command : command.captured(limit);
  }

  private void startProgram(Command command, boolean last) throws IOException {
    StagePipe left = before;
    StagePipe right = last ? null : StagePipe.open(description);
    try {
      Command wired = left == null ? command : command.stdin(left.toProgram());
      children.add((right == null ? wired : wired.stdout(right.fromProgram())).start());
      before = right;
    } finally {
      close(left);
      if (before != right) {
        close(right);
      }
    }
  }

  private void startCode(Pipeline.Stage stage, boolean last, int captureLimit) throws IOException {
    StagePipe left = before != null ? before : atEnd();
    before = left; // given up by abandon() if there is no other to be had
    StagePipe right = StagePipe.open(description);
    before = right;
    var worker = StageRunner.stage(stage, left.toCode(), right.fromCode());
    workers.add(worker);
    close(left);
    if (last) {
      before = null;
      boolean keep = captureLimit >= 0;
      capture = new OutputCollector(right.toCode(), keep ? captureLimit : 0, !keep);
      capture.start();
    }
    worker.start("standpipe-stage");
  }

  /** For code at the front: an input that has ended. */
  private StagePipe atEnd() throws ErrnoException {
    StagePipe boundary = StagePipe.open(description);
    boundary.writeEnd().close();
    return boundary;
  }

  private void abandon() {
    close(before);
    workers.forEach(StageRunner::stop);
    StopSequence.climb(children, StopPolicy.killAtOnce());
    children.forEach(Child::close);
  }

  private static void close(@Nullable StagePipe boundary) {
    if (boundary != null) {
      boundary.close();
    }
  }
}
