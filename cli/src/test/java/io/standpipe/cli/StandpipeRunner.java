package io.standpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.Output;
import io.standpipe.Redirect;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Runs the command: in this JVM if it runs and reads nothing, otherwise as a real process. */
public final class StandpipeRunner {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** How the command ended, and what it printed. */
  public record Result(int code, String out, String err) {
    public Result exits(int expected) {
      assertThat(code).as("exit code; out: %s; err: %s", out, err).isEqualTo(expected);
      return this;
    }

    public Result prints(String expected) {
      assertThat(out).as("standard output; err: %s", err).isEqualTo(expected);
      return this;
    }

    public Result saysNothing() {
      assertThat(err).as("standard error").isEmpty();
      return this;
    }

    /** Standard error is one line without Java in it. */
    public Result saysOneLine(String... parts) {
      assertThat(err).endsWith("\n").contains(parts);
      assertThat(err.lines()).as(err).hasSize(1);
      assertThat(err).doesNotContain("Exception", "java.");
      return this;
    }
  }

  private StandpipeRunner() {}

  /** Runs the command in this JVM. */
  public static Result call(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.execute(List.of(words), new PrintWriter(out), new PrintWriter(err));
    return new Result(code, out.toString(), err.toString());
  }

  /** Runs the command as a process. */
  public static Result run(String... words) throws IOException, InterruptedException {
    return run(command(words));
  }

  /** Runs a process from {@link #command} or {@link #inShell}. */
  public static Result run(Command command) throws IOException, InterruptedException {
    Output output = command.anyExit().timeout(LIMIT).capture();
    String out = new String(output.stdout(), StandardCharsets.UTF_8);
    return new Result(output.status().shellCode(), out, output.errorText());
  }

  /** The command as a process to start, with an empty standard input. */
  public static Command command(String... words) {
    return Command.self(Main.class, words).stdin(Redirect.nothing());
  }

  /** A shell script to start, in which {@code "$@"} is the command. */
  public static Command inShell(String script, String... words) {
    Stream<String> shell = Stream.of("sh", "-c", script, "sh");
    return Command.of(Stream.concat(shell, command(words).words().stream()).toList())
        .stdin(Redirect.nothing());
  }
}
