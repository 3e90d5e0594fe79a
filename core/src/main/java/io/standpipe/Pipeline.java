package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Programs in a row, each one's standard output the next one's standard input: the shell's {@code a
 * | b | c}. A description only: immutable, safe from any thread, started as often as wanted.
 *
 * {@snippet file="CommandSnippets.java" region="pipeline"}
 *
 * <p>Neighbours share a kernel pipe: no byte passes through the JVM, except where a {@link Stage}
 * stands between. The first program's input and the last one's output are what their commands say.
 * Where a command says something else of a stream that its neighbour gets, {@link
 * IllegalArgumentException}: it would be lost. So would its {@link Command#timeout}, {@link
 * Command#lateOutput} and {@link Command#captureLimit}: those are said of the whole, here.
 *
 * <p>If one cannot be started, those already started are stopped and reaped, and that error is
 * thrown. How the whole ended: see {@link Job}.
 */
public final class Pipeline {
  private final List<Part> parts;
  private final RunOptions expectation;

  /** What may stand in a pipeline. */
  sealed interface Part {
    /** A program. */
    record Program(Command command) implements Part {
      @Override
      public String toString() {
        return command.toString();
      }
    }

    /** Java code. */
    record Code(Stage stage) implements Part {
      @Override
      public String toString() {
        return "a Java stage";
      }
    }
  }

  /**
   * Java code as a stage. It gets the output of the stage before and what becomes the input of the
   * next; at the front {@code in} is at its end; at the back {@code out} is what {@link
   * Pipeline#read} returns, or goes nowhere. Both are closed when it returns. It runs on a virtual
   * thread of its own.
   */
  @FunctionalInterface
  public interface Stage {
    /** Reads from {@code in} and writes to {@code out} until it is done. */
    void run(PipeReader in, PipeWriter out) throws IOException;
  }

  private Pipeline(List<Part> parts, RunOptions expectation) {
    PipelineValidation.check(parts);
    this.parts = List.copyOf(parts);
    this.expectation = expectation;
  }

  /**
   * The programs in a row; one at least.
   *
   * @throws IllegalArgumentException if one says something that a pipeline does not obey
   */
  public static Pipeline of(Command... commands) {
    requireNonNull(commands, "commands");
    return of(Arrays.asList(commands));
  }

  /** The programs in a row; one at least. */
  public static Pipeline of(List<Command> commands) {
    requireNonNull(commands, "commands");
    if (commands.isEmpty()) {
      throw new IllegalArgumentException("one program at least expected");
    }
    commands.forEach(command -> requireNonNull(command, "command"));
    List<Part> parts = commands.stream().<Part>map(Part.Program::new).toList();
    return new Pipeline(parts, RunOptions.STANDARD);
  }

  /** Java code at the front: it reads nothing and writes what the next one reads. */
  public static Pipeline from(Stage first) {
    requireNonNull(first, "first");
    return new Pipeline(List.of(new Part.Code(first)), RunOptions.STANDARD);
  }

  /** With another program at the end. */
  public Pipeline pipeTo(Command next) {
    requireNonNull(next, "next");
    return with(new Part.Program(next));
  }

  /** With Java code at the end. */
  public Pipeline pipeTo(Stage next) {
    requireNonNull(next, "next");
    return with(new Part.Code(next));
  }

  private Pipeline with(Part next) {
    var longer = new ArrayList<>(parts);
    longer.add(next);
    return new Pipeline(longer, expectation);
  }

  /**
   * For {@link #run}, {@link #read}, {@link #capture}: as {@link Command#timeout}. For {@link
   * #start} there is {@link Job#await(Duration)}.
   */
  public Pipeline timeout(Duration limit) {
    requireNonNull(limit, "limit");
    return new Pipeline(parts, expectation.withTimeout(limit));
  }

  /** For {@link #read}, {@link #capture}: as {@link Command#lateOutput}. */
  public Pipeline lateOutput(LateOutput policy) {
    requireNonNull(policy, "policy");
    return new Pipeline(parts, expectation.withLateOutput(policy));
  }

  /** For {@link #read}, {@link #capture}: as {@link Command#captureLimit}. */
  public Pipeline captureLimit(int bytes) {
    return new Pipeline(parts, expectation.withCaptureLimit(bytes));
  }

  /** For {@link #run}, {@link #read}, {@link #capture}: however it ends is fine. */
  public Pipeline anyExit() {
    return new Pipeline(parts, expectation.withAnyExit());
  }

  /** Starts all, from front to back. Does not wait for them. */
  public Job start() throws IOException {
    return PipelineStart.start(toString(), parts);
  }

  /** Starts it and waits until all have ended, as {@link Command#run} does. */
  public ExitStatus run() throws IOException, InterruptedException {
    UnreadPipeCheck.requireNoOutput(parts, false);
    try (Job job = start()) {
      endInput(job);
      return JobAwaiter.await(job, expectation).status();
    }
  }

  /** Runs it and returns the text that comes out at its end, as {@link Command#read} does. */
  public String read() throws IOException, InterruptedException {
    byte[] bytes = readBytes();
    return Escaping.withoutLastLineEnds(Escaping.strictUtf8(bytes, toString()));
  }

  /**
   * Runs it and returns every byte that comes out at its end, as {@link Command#readBytes} does.
   */
  public byte[] readBytes() throws IOException, InterruptedException {
    if (parts.getLast() instanceof Part.Program(Command last)) {
      last.requireOutput();
    }
    return capture().stdout();
  }

  private void endInput(Job job) {
    if (parts.getFirst() instanceof Part.Program(Command first)) {
      UnreadPipeCheck.endInput(first, job);
    }
  }

  /** Runs it and returns what the last one left behind, as {@link Command#capture} does. */
  public Output capture() throws IOException, InterruptedException {
    UnreadPipeCheck.requireNoOutput(parts, true);
    try (Job job = PipelineStart.startCaptured(toString(), parts, expectation.captureLimit())) {
      endInput(job);
      return JobAwaiter.await(job, expectation);
    }
  }

  /** {@code ["seq", "3"] | ["sort", "-r"]}. */
  @Override
  public String toString() {
    return parts.stream().map(Part::toString).collect(Collectors.joining(" | "));
  }
}
