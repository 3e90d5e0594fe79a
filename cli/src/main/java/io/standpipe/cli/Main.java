package io.standpipe.cli;

import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.Signal;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.doctor.DoctorCommand;
import io.standpipe.cli.fifo.FifoCommand;
import io.standpipe.cli.job.JvmSignals;
import io.standpipe.cli.link.LinkCommand;
import io.standpipe.cli.option.HandedOn;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.Tty;
import io.standpipe.cli.run.RunCommand;
import io.standpipe.cli.talk.TalkCommand;
import io.standpipe.cli.worker.WorkerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** Runs the command {@code standpipe}: words in, exit code out. */
public final class Main {
  private static final List<String> ALL =
      List.of("run", "link", "talk", "fifo", "worker", "doctor", "completion", "help");
  private static final Set<String> ALONE =
      Set.of("run", "link", "talk", "fifo", "worker", "doctor");

  private static final Set<String> RUNNERS = Set.of("run", "link", "talk");

  private Main() {}

  /**
   * Runs the command and exits.
   *
   * @param args the words after the command's name
   */
  public static void main(String[] args) {
    HandedOn.claimProcess();
    List<String> words = words(args);
    if (!words.isEmpty() && RUNNERS.contains(words.getFirst())) {
      JvmSignals.restoreDefault("INT"); // Ctrl-C before the programs start is final
    }
    int code = execute(words);
    int signal = ExitCode.signal(code);
    if (signal != 0) {
      JvmSignals.dieOf(new Signal(signal));
      code = ExitCode.shellCode(signal);
    }
    // Returning is faster, because exit sets up System.Logger to ask whether to log the exit. All
    // threads that are left are daemons, so none keeps the JVM alive.
    if (code != 0) {
      System.exit(code);
    }
  }

  private static List<String> words(String[] args) {
    try {
      return Command.ownArguments(args);
    } catch (RuntimeException e) {
      return List.of(args); // where the library does not work; the command will say why
    }
  }

  /** Runs the command, prints what it says, and returns its exit code. */
  static int execute(List<String> words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = execute(words, new PrintWriter(out), new PrintWriter(err));
    try {
      StandardOutput.print(out.toString());
    } catch (IOException | RuntimeException e) {
      code = fail(e, words.contains("--debug"), new PrintWriter(err));
    }
    StandardOutput.printError(err.toString());
    return code;
  }

  /**
   * Runs the command and returns its exit code. Leaves its texts in {@code out} and {@code err}.
   */
  static int execute(List<String> words, PrintWriter out, PrintWriter err) {
    try {
      Thread.ofPlatform().daemon().name("standpipe-load").start(Main::loadLibrary);
      return commandLine(words, out, err).execute(words.toArray(String[]::new));
    } catch (Throwable t) { // an Error too: no stack trace without --debug
      return fail(t, words.contains("--debug"), err);
    }
  }

  /**
   * Links to the C library while another thread parses the words; linking is a third of the time to
   * the first program. Naming a fifo does it, and opens nothing. The two threads cannot deadlock on
   * each other's class initialisation, because the classes initialised here are on the lowest floor
   * of the library and need none above.
   */
  private static void loadLibrary() {
    try {
      var _ = Fifo.at(Path.of("/"));
    } catch (RuntimeException | LinkageError e) {
      // The first use of the C library meets the same failure, and reports it.
    }
  }

  private static CommandLine commandLine(List<String> words, PrintWriter out, PrintWriter err) {
    BaseCommand[] commands =
        needed(words).stream().map(Main::subcommand).toArray(BaseCommand[]::new);
    var line = new CommandLine(new RootCommand(commands).spec());
    return line.setOut(out)
        .setErr(err)
        .setExpandAtFiles(false) // @x is a word like any other
        .setColorScheme(Help.defaultColorScheme(colours()))
        .setParameterExceptionHandler((mistake, args) -> UsageError.print(mistake))
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> fail(thrown, isDebug(command), err));
  }

  /** The command that is called, if the first word names it. Setting up all of them takes time. */
  private static List<String> needed(List<String> words) {
    boolean plain = !words.isEmpty() && ALONE.contains(words.getFirst());
    return plain ? words.subList(0, 1) : ALL;
  }

  private static BaseCommand subcommand(String name) {
    return switch (name) {
      case "run" -> new RunCommand();
      case "link" -> new LinkCommand();
      case "talk" -> new TalkCommand();
      case "fifo" -> new FifoCommand();
      case "worker" -> new WorkerCommand();
      case "doctor" -> new DoctorCommand();
      case "completion" -> new CompletionCommand();
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  private static Help.Ansi colours() {
    return Tty.showsColour(1) ? Help.Ansi.ON : Help.Ansi.OFF;
  }

  private static boolean isDebug(CommandLine command) {
    return command.getCommand() instanceof BaseCommand base && base.isDebug();
  }

  private static int fail(Throwable thrown, boolean debug, PrintWriter err) {
    ExitException failure = ExitException.of(thrown);
    if (!failure.line().isEmpty()) {
      err.println("standpipe: " + failure.line());
    }
    if (debug) {
      thrown.printStackTrace(err);
    }
    return failure.exitCode();
  }
}
