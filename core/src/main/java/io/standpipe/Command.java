package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.error.ProgramNotFoundException;
import io.standpipe.error.RedirectException;
import io.standpipe.error.WorkingDirectoryException;
import io.standpipe.internal.CanIgnoreReturnValue;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.start.Environment;
import io.standpipe.internal.start.Lifetime;
import io.standpipe.internal.start.RedirectSpec;
import io.standpipe.internal.start.SelfCommand;
import io.standpipe.internal.text.OutputText;
import io.standpipe.internal.text.PathBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A program to run: its words, its directory, and what its descriptors are. A description only:
 * immutable, safe from any thread, started as often as wanted.
 *
 * {@snippet file="CommandSnippets.java" region="read"}
 *
 * <p><b>By default</b> a child has this process's environment and directory, and shares its
 * standard input, output and error, like a program that a shell runs. It has no other descriptor,
 * whatever is open here.
 *
 * <p><b>Words are words.</b> They reach the program as they are, without a shell in between, except
 * for {@link #shell}. They are passed in UTF-8, whatever the locale.
 *
 * <p><b>A non-zero exit is an error</b> ({@link CommandFailedException}) in {@link #run}, {@link
 * #read} and {@link #capture}, unless it was declared a success with {@link #success} or {@link
 * #anyExit}.
 */
@CheckReturnValue
public final class Command {
  private final CommandSpec spec;
  private final RunOptions options;

  private Command(CommandSpec spec, RunOptions options) {
    this.spec = spec;
    this.options = options;
  }

  private static Command of(Stream<String> words) {
    return new Command(new CommandSpec(words.toList()), RunOptions.STANDARD);
  }

  /**
   * A program by its name, looked up in the PATH that the child will have when it is started; a
   * name with a slash in it is that file.
   */
  public static Command of(String program, String... arguments) {
    requireNonNull(program, "program");
    requireNonNull(arguments, "arguments");
    return of(Stream.concat(Stream.of(program), Stream.of(arguments)));
  }

  /** A program by its file; a relative path starts at this process's directory. */
  public static Command of(Path program, String... arguments) {
    String text = PathBytes.word(requireNonNull(program, "program"));
    return of(text.indexOf('/') >= 0 ? text : "./" + text, arguments);
  }

  /** The program's name, as for {@link #of(String, String...)}, and its arguments in one list. */
  public static Command of(List<String> words) {
    return of(requireNonNull(words, "words").stream());
  }

  /**
   * This very Java program again, with other arguments: the same JVM, options, class path and main
   * class. The JVM's stand-in for {@code fork}.
   */
  public static Command self(String... arguments) {
    return of(SelfCommand.words(requireNonNull(arguments, "arguments")).stream());
  }

  /** Another main class of this program: the same JVM, options and class path. */
  public static Command self(Class<?> main, String... arguments) {
    return of(SelfCommand.words(main, arguments).stream());
  }

  /**
   * The arguments that {@code main} got, byte for byte, to pass on to another program. A JVM
   * decodes them by the locale and may lose what is not ASCII. Here a byte that is not UTF-8 is a
   * lone low surrogate, which turns into that byte again in a {@code Command}.
   */
  public static List<String> ownArguments(String... arguments) {
    return SelfCommand.ownArguments(requireNonNull(arguments, "arguments"));
  }

  /**
   * A script for {@code /bin/sh -c}, to which {@link #args} gives {@code $1}, {@code $2} …; its
   * {@code $0} is {@code /bin/sh}. No other method involves a shell.
   */
  public static Command shell(String script) {
    return new Command(CommandSpec.shell(requireNonNull(script, "script")), RunOptions.STANDARD);
  }

  /** With further arguments at the end. */
  public Command args(String... arguments) {
    return with(spec.withArguments(requireNonNull(arguments, "arguments")));
  }

  /**
   * With a text that messages and diagnoses show as {@code ***}, in its words and in what they
   * quote of its output. Other programs can still read its arguments from {@code /proc}.
   */
  public Command secret(String text) {
    return with(spec.withSecret(requireNonNull(text, "text")));
  }

  /** With an environment variable set, replacing the inherited one. */
  public Command env(String name, String value) {
    return with(spec.withVariable(name, value));
  }

  /** Without an environment variable. */
  public Command withoutEnv(String name) {
    return with(spec.withEnvironment(spec.environment().with(requireNonNull(name, "name"), null)));
  }

  /** With none of this process's environment, only what is set after this. */
  public Command emptyEnv() {
    return with(spec.withEnvironment(Environment.EMPTY));
  }

  /**
   * Started in another directory, which {@code PWD} names, unless the command has a {@code PWD} of
   * its own, or none, or {@link #emptyEnv}. The program's own path is not affected.
   */
  public Command directory(Path start) {
    return with(spec.withDirectory(requireNonNull(start, "start")));
  }

  /** What its standard input is. */
  public Command stdin(Redirect redirect) {
    return fd(0, redirect);
  }

  /** What its standard output is. */
  public Command stdout(Redirect redirect) {
    return fd(1, redirect);
  }

  /** What its standard error is. */
  public Command stderr(Redirect redirect) {
    return fd(2, redirect);
  }

  /** What its descriptor {@code n}, 0 to 65535, is; see {@link Redirect} for what is refused. */
  public Command fd(int n, Redirect redirect) {
    return with(spec.withRedirect(n, requireNonNull(redirect, "redirect").spec()));
  }

  /** Standard input and output are pipes to this process: to talk with it. */
  public Command piped() {
    return stdin(Redirect.pipe()).stdout(Redirect.pipe());
  }

  /** {@link #terminal(Terminal)} with a raw one of 80 by 24. */
  public Command terminal() {
    return terminal(Terminal.raw());
  }

  /**
   * It gets a terminal of its own as standard input and output, and as standard error unless that
   * was set. What is set later holds: {@code terminal(t).stdin(Redirect.pipe())} has the terminal
   * for its output alone.
   *
   * <p>It leads a session, and this is its controlling terminal: it can ask for a password on
   * {@code /dev/tty}, and a shell has job control. Talk with it by {@link Child#stdin} and {@link
   * Child#stdout}; {@link Child#terminal} resizes it.
   */
  public Command terminal(Terminal terminal) {
    Redirect redirect = Redirect.terminal(terminal);
    Command both = stdin(redirect).stdout(redirect);
    return spec.redirects().containsKey(2) ? both : both.stderr(redirect);
  }

  /**
   * What is done if it holds its output back because it sees a pipe: {@link Buffering#AS_IS} by
   * default, {@link Buffering#AUTO} to find out. Resolved by {@link #start}.
   */
  public Command buffering(Buffering how) {
    return with(spec.withBuffering(requireNonNull(how, "how").method()));
  }

  /**
   * It ends with this JVM, however that ends, even by SIGKILL: it gets SIGTERM, and SIGKILL two
   * seconds later, and so do all its descendants that can be found. Those of a child that has
   * exited before this JVM ends are left alone.
   *
   * <p>One shell for the whole JVM, replaced at once if it is killed, waits for our end. It knows
   * the child before the child executes the program.
   */
  public Command tied() {
    return with(spec.withLifetime(Lifetime.TIED));
  }

  /**
   * Stopping it finds what it has started, even a daemon that opens a session of its own and lets
   * its parents end: by a control group ({@code cgroup v2}) of its own, if this user may make one
   * ({@link Child#cgroup}), and by a mark in its environment, {@code STANDPIPE_CONTAINED}.
   *
   * <p>The child enters its control group before it executes the program. Not contained are a
   * daemon that has also thrown its environment away, where no control group can be made, and a
   * program that may move itself to another group. Each stop looks at all processes' environments.
   */
  public Command contained() {
    return with(spec.withLifetime(Lifetime.CONTAINED));
  }

  /**
   * It starts with these signals ignored, as by {@code nohup} or the shell's {@code trap '' HUP};
   * all others are at their default, whatever this process ignores.
   *
   * <p>A signal that this process does not ignore itself takes env(1) of GNU coreutils 8.31 or
   * newer; without it {@link #start} throws {@code UnsupportedOperationException}.
   */
  public Command ignoring(Signal... signals) {
    return with(spec.withIgnoredSignals(Signal.bits(requireNonNull(signals, "signals"))));
  }

  /**
   * Its standard input is these bytes, then the end. They are written from its start on, not
   * copied.
   */
  public Command input(byte[] bytes) {
    return with(spec.withRedirect(0, new RedirectSpec.Input(requireNonNull(bytes, "bytes"))));
  }

  /** Its standard input is this text in UTF-8, then the end. */
  public Command input(String text) {
    return input(requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8));
  }

  /** These exit codes, at least one, each from 0 to 255, are a success, and no others. */
  public Command success(int... codes) {
    IntStream given = IntStream.of(requireNonNull(codes, "codes"));
    return with(options.withSuccess(given.boxed().toList()));
  }

  /** However it ends is a success, even by a signal. */
  public Command anyExit() {
    return with(options.withAnyExit());
  }

  /**
   * For {@link #run}, {@link #read}, {@link #capture}: this time after the call it gets SIGTERM,
   * with all its descendants, and SIGKILL two seconds later; then {@link DeadlineExceededException}
   * is thrown. Unlimited by default. {@link #start} refuses a command that has one; so do {@link
   * Pipeline} and {@link Link}, which have their own.
   *
   * <p>Its descendants are those that {@link Child#descendants} finds. A daemon goes on running,
   * even if it holds the output that was waited for; the error then names it. {@link #contained}
   * finds that one too.
   */
  public Command timeout(Duration limit) {
    return with(options.withTimeout(requireNonNull(limit, "limit")));
  }

  /** For {@link #read} and {@link #capture}: {@link LateOutput#awaitEnd} by default. */
  public Command lateOutput(LateOutput policy) {
    return with(options.withLateOutput(requireNonNull(policy, "policy")));
  }

  /**
   * For {@link #read} and {@link #capture}: the most that is kept of each of its streams, 256 MiB
   * by default. A program that writes more to its standard output is stopped, and {@code
   * CaptureLimitException} thrown. Of more standard error the end is kept, at least 8 KiB.
   */
  public Command captureLimit(int maxBytes) {
    return with(options.withCaptureLimit(maxBytes));
  }

  /**
   * Starts it. Does not wait for it: blocks no longer than the system takes to execute a program.
   * If it cannot be started, no child and no descriptor is left.
   *
   * @throws ProgramNotFoundException if there is no such program
   * @throws WorkingDirectoryException if {@link #directory} cannot be entered, or was deleted
   * @throws RedirectException if a file for one of its descriptors cannot be opened
   * @throws ErrnoException for all other reasons, such as {@code EACCES} or {@code EMFILE}
   * @throws IllegalArgumentException if {@link #buffering} asks for what this program has not, or
   *     its redirects contradict each other
   * @throws IllegalStateException if it has options that only {@link #run} and its like obey
   */
  public Child start() throws IOException {
    return start(Platform.posix());
  }

  Child start(Posix posix) throws IOException {
    options.requireStartable(this);
    return Child.start(posix, spec, options);
  }

  /**
   * Starts it and waits for its exit. An interrupt or {@link #timeout} stops it, with all its
   * descendants. Its standard error goes where this process's does, unless set otherwise; {@link
   * #capture} keeps the end of it. A pipe from here to its standard input is at its end, because no
   * code could write to it.
   *
   * @return how it ended, which was declared a success
   * @throws CommandFailedException if it ended otherwise
   * @throws IllegalStateException if an output is a pipe to here, which no code would read
   */
  @CanIgnoreReturnValue
  public ExitStatus run() throws IOException, InterruptedException {
    UnreadPipeCheck.requireNoOutput(spec, UnreadPipeCheck.StandardOutput.LEFT);
    return CommandRun.toItsEnd(spec, options).status();
  }

  /**
   * Runs it and returns what it wrote to its standard output, as UTF-8 text without the line ends
   * at its end: the shell's {@code $(…)}. Waits for exit and end of stream. See {@link #capture}.
   *
   * @throws IllegalStateException if {@link #stdout} was set to go elsewhere, to a file for example
   * @throws java.io.CharConversionException if it is not UTF-8; {@link #readBytes} takes any bytes
   */
  public String read() throws IOException, InterruptedException {
    return OutputText.trimmed(readBytes(), toString());
  }

  /**
   * Runs it and returns every byte that it wrote to its standard output. See {@link #capture}.
   *
   * @throws IllegalStateException if {@link #stdout} was set to go elsewhere, to a file for example
   */
  public byte[] readBytes() throws IOException, InterruptedException {
    UnreadPipeCheck.requireReadable(spec);
    return capture().stdout();
  }

  /**
   * Runs it and returns what it left behind: all of both streams, up to {@link #captureLimit}. A
   * stream that was set to go elsewhere goes there, and is empty here. Both are drained from the
   * start on, so the program never waits for us.
   *
   * {@snippet file="CommandSnippets.java" region="capture"}
   *
   * <p>Waits for exit and end of stream, or as {@link #lateOutput} says. An interrupt or {@link
   * #timeout} stops it, with all its descendants.
   *
   * @throws CommandFailedException if it ended otherwise than was declared a success
   */
  @CanIgnoreReturnValue
  public Output capture() throws IOException, InterruptedException {
    UnreadPipeCheck.requireNoOutput(spec, UnreadPipeCheck.StandardOutput.TAKEN);
    return CommandRun.toItsEnd(Capturing.of(spec, options.captureLimit()), options);
  }

  /** This one's standard output into the next one's standard input. */
  public Pipeline pipeTo(Command next) {
    return Pipeline.of(this).pipeTo(next);
  }

  /** This one's standard output into Java code, whose output another program may get. */
  public Pipeline pipeTo(Pipeline.Stage next) {
    return Pipeline.of(this).pipeTo(next);
  }

  /** The program's name and its arguments, as they are: secrets are not masked. */
  public List<String> words() {
    return spec.words();
  }

  CommandSpec spec() {
    return spec;
  }

  RunOptions options() {
    return options;
  }

  private Command with(CommandSpec next) {
    return new Command(next, options);
  }

  private Command with(RunOptions next) {
    return new Command(spec, next);
  }

  /** {@code ["tar", "xf", "a"]}. */
  @Override
  public String toString() {
    return spec.toString();
  }
}
