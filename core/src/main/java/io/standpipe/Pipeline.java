package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.CanIgnoreReturnValue;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.text.OutputText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Programs in a row, each one's standard output the next one's standard input: the shell's {@code a
 * | b | c}. A description only: immutable, safe from any thread, started as often as wanted.
 *
 * {@snippet file="CommandSnippets.java" region="pipeline"}
 *
 * <p>Neighbours share a kernel pipe: no byte passes through the JVM, except where a {@link Stage}
 * stands between. The first program's input and the last one's output are what their commands say.
 * A command that redirects a stream which its neighbour gets is refused ({@link
 * IllegalArgumentException}), and so is one with a {@link Command#timeout}, {@link
 * Command#lateOutput} or {@link Command#captureLimit}: those are set for the whole, here.
 *
 * <p>If one cannot be started, those already started are stopped and reaped, and that error is
 * thrown. How the whole ended: see {@link Job}.
 */
@CheckReturnValue
public final class Pipeline {
  private final List<PipelinePart> parts;
  private final RunOptions options;

  /**
   * Java code as a stage. It gets the output of the stage before and what becomes the input of the
   * next; at the front {@code in} is at its end; at the back {@code out} is what {@link
   * Pipeline#read} returns, or goes nowhere. Both are closed when it returns. It runs on a virtual
   * thread of its own.
   *
   * <p>It does not outlive its reader: when every process that could read {@code out} has closed it
   * or ended, both ends are closed and the thread is interrupted, wherever it waits; and so they
   * are when the pipeline is stopped. What it throws then is no failure. To do something after
   * that, close {@code out} first.
   */
  @FunctionalInterface
  public interface Stage {
    /** Reads from {@code in} and writes to {@code out} until it is done. */
    void run(PipeReader in, PipeWriter out) throws IOException;
  }

  private Pipeline(List<PipelinePart> parts, RunOptions options) {
    PipelineValidation.check(parts);
    this.parts = List.copyOf(parts);
    this.options = options;
  }

  private static PipelinePart part(Command command) {
    return new PipelinePart.Program(command.spec(), command.options());
  }

  private static PipelinePart part(Stage stage) {
    return new PipelinePart.Code((in, out) -> stage.run(new PipeReader(in), new PipeWriter(out)));
  }

  /**
   * At least one program in a row.
   *
   * @throws IllegalArgumentException if one has an option that a pipeline does not obey
   */
  public static Pipeline of(Command... commands) {
    requireNonNull(commands, "commands");
    return of(Arrays.asList(commands));
  }

  /** At least one program in a row. */
  public static Pipeline of(List<Command> commands) {
    requireNonNull(commands, "commands");
    if (commands.isEmpty()) {
      throw new IllegalArgumentException("at least one program expected: the list is empty");
    }
    commands.forEach(command -> requireNonNull(command, "command"));
    return new Pipeline(commands.stream().map(Pipeline::part).toList(), RunOptions.STANDARD);
  }

  /** Java code at the front: it reads nothing and writes what the next one reads. */
  public static Pipeline from(Stage first) {
    requireNonNull(first, "first");
    return new Pipeline(List.of(part(first)), RunOptions.STANDARD);
  }

  /** With another program at the end. */
  public Pipeline pipeTo(Command next) {
    requireNonNull(next, "next");
    return with(part(next));
  }

  /** With Java code at the end. */
  public Pipeline pipeTo(Stage next) {
    requireNonNull(next, "next");
    return with(part(next));
  }

  private Pipeline with(PipelinePart next) {
    var longer = new ArrayList<>(parts);
    longer.add(next);
    return new Pipeline(longer, options);
  }

  /**
   * For {@link #run}, {@link #read}, {@link #capture}: as {@link Command#timeout}. For {@link
   * #start} there is {@link Job#await(Duration)}.
   */
  public Pipeline timeout(Duration limit) {
    requireNonNull(limit, "limit");
    return new Pipeline(parts, options.withTimeout(limit));
  }

  /** For {@link #read}, {@link #capture}: as {@link Command#lateOutput}. */
  public Pipeline lateOutput(LateOutput policy) {
    requireNonNull(policy, "policy");
    return new Pipeline(parts, options.withLateOutput(policy));
  }

  /**
   * For {@link #read}, {@link #capture}: as {@link Command#captureLimit}. The programs share it for
   * their standard errors, in equal parts of at least 8 KiB.
   */
  public Pipeline captureLimit(int bytes) {
    return new Pipeline(parts, options.withCaptureLimit(bytes));
  }

  /** For {@link #run}, {@link #read}, {@link #capture}: however it ends is a success. */
  public Pipeline anyExit() {
    return new Pipeline(parts, options.withAnyExit());
  }

  /**
   * Starts all, from front to back. Does not wait for them.
   *
   * @throws IllegalStateException if it has a {@link #timeout}, {@link #lateOutput} or {@link
   *     #captureLimit}, which only {@link #run}, {@link #read} and {@link #capture} obey
   */
  public Job start() throws IOException {
    options.requireStartable(this);
    return startAll(OptionalInt.empty());
  }

  private Job startAll(OptionalInt captureLimit) throws IOException {
    return new PipelineStart(toString(), captureLimit).run(parts);
  }

  /** Starts it and waits until all have ended, as {@link Command#run} does. */
  @CanIgnoreReturnValue
  public ExitStatus run() throws IOException, InterruptedException {
    UnreadPipeCheck.requireNoOutput(parts, UnreadPipeCheck.StandardOutput.LEFT);
    return toItsEnd(OptionalInt.empty()).status();
  }

  /** Runs it and returns the text that comes out at its end, as {@link Command#read} does. */
  public String read() throws IOException, InterruptedException {
    return OutputText.trimmed(readBytes(), toString());
  }

  /**
   * Runs it and returns every byte that comes out at its end, as {@link Command#readBytes} does.
   */
  public byte[] readBytes() throws IOException, InterruptedException {
    if (parts.getLast() instanceof PipelinePart.Program(CommandSpec last, RunOptions own)) {
      UnreadPipeCheck.requireReadable(last);
    }
    return capture().stdout();
  }

  /**
   * Runs it and returns what comes out at its end, as {@link Command#capture} does, with how each
   * program ended and what each wrote to its standard error: {@link Output#statuses}, {@link
   * Output#stderrs}.
   *
   * @throws CommandFailedException if a program failed; it names every one that did
   */
  @CanIgnoreReturnValue
  public Output capture() throws IOException, InterruptedException {
    UnreadPipeCheck.requireNoOutput(parts, UnreadPipeCheck.StandardOutput.TAKEN);
    return toItsEnd(OptionalInt.of(options.captureLimit()));
  }

  private Output toItsEnd(OptionalInt captureLimit) throws IOException, InterruptedException {
    return JobAwaiter.run(
        options,
        () -> {
          Job job = startAll(captureLimit);
          return parts.getFirst() instanceof PipelinePart.Program(CommandSpec first, RunOptions own)
              ? UnreadPipeCheck.endInput(first, job)
              : job;
        });
  }

  /** {@code ["seq", "3"] | ["sort", "-r"]}. */
  @Override
  public String toString() {
    return parts.stream().map(PipelinePart::toString).collect(Collectors.joining(" | "));
  }
}
