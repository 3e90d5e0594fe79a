package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A program to run: what, with which words, where, and what its descriptors are. A description
 * only: immutable, safe from any thread, started as often as wanted.
 *
 * {@snippet file="CommandSnippets.java" region="read"}
 *
 * <p><b>Unless said otherwise</b> a child has this process's environment and directory, and shares
 * its standard input, output and error, as a program has that a shell runs. It has no other
 * descriptor, whatever is open here.
 *
 * <p><b>Words are words.</b> They reach the program as they are; no shell looks at them, but for
 * {@link #shell}. They are passed in UTF-8, whatever the locale.
 *
 * <p><b>A non-zero exit is an error</b> ({@link CommandFailedException}) in {@link #run}, {@link
 * #read} and {@link #capture}, unless it was declared fine with {@link #success} or {@link
 * #anyExit}.
 */
public final class Command {
  private static final int LAST_DESCRIPTOR = 1023;
  private static final int ERROR_TAIL_BYTES = 8 * 1024;

  private final List<String> words;
  private final Environment environment;
  private final Path directory;
  private final SortedMap<Integer, Redirect> redirects;
  private final Buffering buffering;
  private final Lifetime custody;
  private final RunOptions expectation;

  private Command(
      List<String> words,
      Environment environment,
      Path directory,
      SortedMap<Integer, Redirect> redirects,
      Buffering buffering,
      Lifetime custody,
      RunOptions expectation) {
    words.forEach(word -> Escaping.requireNoNul("argument", requireNonNull(word, "argument")));
    this.words = List.copyOf(words);
    this.environment = environment;
    this.directory = directory;
    this.redirects = Collections.unmodifiableSortedMap(redirects);
    this.buffering = buffering;
    this.custody = custody;
    this.expectation = expectation;
  }

  private Command(List<String> words) {
    this(
        words,
        Environment.OWN,
        Path.of(""),
        new TreeMap<>(),
        Buffering.AS_IS,
        Lifetime.NONE,
        RunOptions.STANDARD);
  }

  /**
   * A program by its name, looked up in the PATH that the child will have when it is started; a
   * name with a slash in it is that file.
   */
  public static Command of(String program, String... arguments) {
    requireNonNull(program, "program");
    requireNonNull(arguments, "arguments");
    return new Command(Stream.concat(Stream.of(program), Stream.of(arguments)).toList());
  }

  /** A program by its file: never looked up, a relative path starts at this process's directory. */
  public static Command of(Path program, String... arguments) {
    requireNonNull(program, "program");
    requireNonNull(arguments, "arguments");
    String text = Escaping.word(program);
    return of(text.indexOf('/') >= 0 ? text : "./" + text, arguments);
  }

  /** The program's name, as for {@link #of(String, String...)}, and its arguments in one list. */
  public static Command of(List<String> words) {
    requireNonNull(words, "words");
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a program's name expected: the list is empty");
    }
    return new Command(words);
  }

  /**
   * This very Java program again, with other arguments: the same JVM, options, class path and main
   * class. The JVM's stand-in for {@code fork}: a program that is its own child.
   */
  public static Command self(String... arguments) {
    requireNonNull(arguments, "arguments");
    return new Command(SelfCommand.words(arguments));
  }

  /** Another main class of this program: the same JVM, options and class path. */
  public static Command self(Class<?> main, String... arguments) {
    requireNonNull(main, "main");
    requireNonNull(arguments, "arguments");
    return new Command(SelfCommand.words(main, arguments));
  }

  /**
   * The arguments that {@code main} got, byte for byte: to pass them on to another program. A JVM
   * decodes them by the locale, and in a plain one ({@code LANG=C}) loses all that is not ASCII;
   * here a byte that is not UTF-8 is a lone low surrogate, which turns into that byte again in a
   * {@code Command}.
   *
   * @param arguments what {@code main} got
   */
  public static List<String> ownArguments(String... arguments) {
    requireNonNull(arguments, "arguments");
    return SelfCommand.ownArguments(arguments);
  }

  /** A script for {@code /bin/sh -c}: the one way in which a shell comes into it. */
  public static Command shell(String script) {
    requireNonNull(script, "script");
    return of("/bin/sh", "-c", script);
  }

  /** With further arguments at the end. */
  public Command args(String... arguments) {
    requireNonNull(arguments, "arguments");
    return with(Stream.concat(words.stream(), Stream.of(arguments)).toList());
  }

  /**
   * With an environment variable set, over the inherited one if there is one. To have it unset:
   * {@link #withoutEnv}; a null is refused.
   */
  public Command env(String name, String value) {
    requireNonNull(name, "name");
    requireNonNull(value, "value; to unset a variable: withoutEnv(name)");
    return with(environment.with(name, value));
  }

  /** Without an environment variable. */
  public Command withoutEnv(String name) {
    requireNonNull(name, "name");
    return with(environment.with(name, null));
  }

  /** With none of this process's environment, only what is set after this. */
  public Command emptyEnv() {
    return with(Environment.EMPTY);
  }

  /** Started in another directory; the program's own path is not affected. */
  public Command directory(Path start) {
    requireNonNull(start, "start");
    return new Command(words, environment, start, redirects, buffering, custody, expectation);
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

  /** What its descriptor {@code n}, 0 to 1023, is. */
  public Command fd(int n, Redirect redirect) {
    requireNonNull(redirect, "redirect");
    if (n < 0 || n > LAST_DESCRIPTOR) {
      throw new IllegalArgumentException(
          "descriptor from 0 to " + LAST_DESCRIPTOR + " expected: " + n);
    }
    var next = new TreeMap<>(redirects);
    next.put(n, redirect);
    return new Command(words, environment, directory, next, buffering, custody, expectation);
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
   * It gets a terminal of its own: as standard input and output, whatever was said of them before,
   * and as standard error unless something else was said. What is said later holds, so that {@code
   * terminal(t).stdin(Redirect.pipe())} has the terminal for its output alone.
   *
   * <p>It leads a session, and this is its controlling terminal: it can ask for a password on
   * {@code /dev/tty}, and a shell has job control. We talk with it by {@link Child#stdin} and
   * {@link Child#stdout}, or by {@link Child#terminal}, which can also resize it. {@link #read} and
   * {@link #capture} return what it wrote to the terminal.
   */
  public Command terminal(Terminal terminal) {
    requireNonNull(terminal, "terminal");
    Redirect redirect = Redirect.terminal(terminal);
    Command both = stdin(redirect).stdout(redirect);
    return redirects.containsKey(2) ? both : both.stderr(redirect);
  }

  /**
   * What is done if it holds its output back because it sees a pipe: {@link Buffering#AS_IS} if not
   * said, {@link Buffering#AUTO} to find out. Looked into when it is started, and an error then.
   *
   * @see #start
   */
  public Command buffering(Buffering how) {
    requireNonNull(how, "how");
    return new Command(words, environment, directory, redirects, how, custody, expectation);
  }

  /** What is done; for {@link Child#command} what was done, never {@link Buffering#AUTO}. */
  public Buffering buffering() {
    return buffering;
  }

  /**
   * It ends with this JVM, however that ends: normally, by an exception, by a signal, SIGKILL
   * included. Then it gets SIGTERM, and SIGKILL two seconds later, and so do all its descendants
   * that can be found. Those of a child that has exited before are left alone, as by {@link
   * Child#close}.
   *
   * <p>A shell that is started with the first tied child, one for the whole JVM, waits for our end.
   * Nothing else notices: not the child, and nobody who ties nothing. A JVM that is killed while
   * {@link #start} is still on its way may leave the child behind.
   */
  public Command tied() {
    return with(custody.withTied());
  }

  /**
   * All that it starts is found when it is stopped, a daemon too that opens a session of its own
   * and lets its parents end. In a control group ({@code cgroup v2}) of its own, below that of this
   * process, where this user may make one: {@link Child#cgroup}. And everywhere by a mark, the
   * variable {@code STANDPIPE_CONTAINED}, in the environment that it hands on.
   *
   * <p>Without this, a descendant that leaves the child's process group and loses its parents
   * before anybody looks is not found; some programs mean just that, an agent that is to stay. It
   * costs a look at all processes with each start, and one at their environments with each stop.
   */
  public Command contained() {
    return with(custody.withContained());
  }

  /**
   * Its standard input is these bytes, then the end. Written from its start on by a virtual thread,
   * so that it may write its output meanwhile. The array is not copied.
   */
  public Command input(byte[] bytes) {
    requireNonNull(bytes, "bytes");
    return stdin(Redirect.input(bytes));
  }

  /** Its standard input is this text in UTF-8, then the end. */
  public Command input(String text) {
    requireNonNull(text, "text");
    return input(text.getBytes(StandardCharsets.UTF_8));
  }

  /** These exit codes, one at least, each from 0 to 255, are fine, and no others. */
  public Command success(int... codes) {
    requireNonNull(codes, "codes");
    return with(expectation.withSuccess(IntStream.of(codes).boxed().toList()));
  }

  /** However it ends is fine, by a signal too. */
  public Command anyExit() {
    return with(expectation.withAnyExit());
  }

  /**
   * For {@link #run}, {@link #read}, {@link #capture}: after this time it is stopped, with all its
   * descendants, and {@link DeadlineExceededException} thrown. Unlimited if not said. A {@link
   * Pipeline} and a {@link Link} have their own, and refuse a command that has one.
   *
   * <p>Its descendants are those that {@link Child#descendants} finds. One that has opened a
   * session of its own (setsid) and lost its parents by then, as a daemon does, goes on running,
   * even if it is the one that holds the output for which was waited; the error then names it.
   * {@link #contained} finds that one too.
   */
  public Command timeout(Duration limit) {
    requireNonNull(limit, "limit");
    return with(expectation.withTimeout(limit));
  }

  /** For {@link #read} and {@link #capture}: {@link LateOutput#awaitEnd} if not said. */
  public Command lateOutput(LateOutput policy) {
    requireNonNull(policy, "policy");
    return with(expectation.withLateOutput(policy));
  }

  /**
   * For {@link #read} and {@link #capture}: the most that is kept of its standard output, 256 MiB
   * if not said. A program that writes more is stopped, and {@code IOException} thrown.
   */
  public Command captureLimit(int bytes) {
    return with(expectation.withCaptureLimit(bytes));
  }

  /**
   * Starts it. Does not wait for it: blocks no longer than the system takes to execute a program.
   *
   * @throws ErrnoException if it cannot be started: {@code ENOENT} not found, {@code EACCES} not
   *     executable, {@code EMFILE} no descriptors left … No child and no descriptor is left then
   * @throws IllegalArgumentException if {@link #buffering} asks for what this program has not
   */
  public Child start() throws IOException {
    return Spawner.start(this);
  }

  /**
   * Starts it and waits for its exit. An interrupt or {@link #timeout} stops it, with all its
   * descendants. Its standard error goes where this process's does, unless said otherwise, and is
   * not in the exception; {@link #capture} keeps the end of it. A pipe from here to its standard
   * input is at its end: nobody could write to it.
   *
   * @return how it ended, which was declared fine
   * @throws CommandFailedException if it ended otherwise
   * @throws IllegalStateException if an output is a pipe to here, which nobody would read
   */
  public ExitStatus run() throws IOException, InterruptedException {
    UnreadPipeCheck.requireNoOutput(this, false);
    try (Job job = Job.of(start())) {
      UnreadPipeCheck.endInput(this, job);
      return JobAwaiter.await(job, expectation).status();
    }
  }

  /**
   * Runs it and returns what it wrote to its standard output, as UTF-8 text without the line ends
   * at its end: the shell's {@code $(…)}. Waits for exit and end of stream. See {@link #capture}.
   *
   * @throws IllegalStateException if {@link #stdout} was said to go elsewhere, to a file for one
   * @throws java.io.CharConversionException if that is not UTF-8; {@link #readBytes} takes any
   *     bytes
   */
  public String read() throws IOException, InterruptedException {
    byte[] bytes = readBytes();
    return Escaping.withoutLastLineEnds(Escaping.strictUtf8(bytes, toString()));
  }

  /**
   * Runs it and returns every byte that it wrote to its standard output. See {@link #capture}.
   *
   * @throws IllegalStateException if {@link #stdout} was said to go elsewhere, to a file for one
   */
  public byte[] readBytes() throws IOException, InterruptedException {
    requireOutput();
    return capture().stdout();
  }

  /**
   * Runs it and returns what it left behind. Its standard output is kept, up to {@link
   * #captureLimit}; of its standard error the last 8 KiB are kept for the error message and the
   * rest is dropped. One that was said to go elsewhere goes there, and is empty here. Both are
   * drained from the start on, so it never waits for us.
   *
   * {@snippet file="CommandSnippets.java" region="capture"}
   *
   * <p>Waits for exit and end of stream; {@link #lateOutput} says what if the end does not come. An
   * interrupt or {@link #timeout} stops it, with all its descendants.
   *
   * @throws CommandFailedException if it ended otherwise than was declared fine
   */
  public Output capture() throws IOException, InterruptedException {
    UnreadPipeCheck.requireNoOutput(this, true);
    try (Job job = Job.of(captured(expectation.captureLimit()).start())) {
      UnreadPipeCheck.endInput(this, job);
      return JobAwaiter.await(job, expectation);
    }
  }

  /** Where its standard output goes. */
  Redirect output() {
    return redirects.getOrDefault(1, Redirect.inherit());
  }

  /** To be read, its output must not go elsewhere: nothing would be left to read. */
  void requireOutput() {
    Redirect output = output();
    if (!output.isOursToKeep()) {
      throw new IllegalStateException(
          "read the output of "
              + this
              + ": it goes elsewhere, \""
              + output
              + "\"; leave stdout(…) out, or use run() or capture() and look there");
    }
  }

  /** With its standard output kept, and the end of its standard error if nothing else was said. */
  Command captured(int limit) {
    Redirect output = output();
    Command captured = output.isOursToKeep() ? stdout(output.captured(limit)) : this;
    return redirects.containsKey(2)
        ? captured
        : captured.stderr(Redirect.capture(ERROR_TAIL_BYTES, true));
  }

  /** This one's standard output into the next one's standard input. */
  public Pipeline pipeTo(Command next) {
    requireNonNull(next, "next");
    return Pipeline.of(this, next);
  }

  /** This one's standard output into Java code, whose output another program may get. */
  public Pipeline pipeTo(Pipeline.Stage next) {
    requireNonNull(next, "next");
    return Pipeline.of(this).pipeTo(next);
  }

  /** The program's name and its arguments. */
  public List<String> words() {
    return words;
  }

  Environment environment() {
    return environment;
  }

  Path directory() {
    return directory;
  }

  SortedMap<Integer, Redirect> redirects() {
    return redirects;
  }

  Lifetime custody() {
    return custody;
  }

  RunOptions expectation() {
    return expectation;
  }

  Command with(List<String> next) {
    return new Command(next, environment, directory, redirects, buffering, custody, expectation);
  }

  private Command with(Environment next) {
    return new Command(words, next, directory, redirects, buffering, custody, expectation);
  }

  private Command with(Lifetime next) {
    return new Command(words, environment, directory, redirects, buffering, next, expectation);
  }

  private Command with(RunOptions next) {
    return new Command(words, environment, directory, redirects, buffering, custody, next);
  }

  /** {@code ["tar", "xf", "a"]}. */
  @Override
  public String toString() {
    return Escaping.words(words);
  }
}
