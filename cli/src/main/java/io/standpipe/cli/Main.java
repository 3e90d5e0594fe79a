package io.standpipe.cli;

import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.command.CommandGroup;
import io.standpipe.cli.doctor.DoctorCommand;
import io.standpipe.cli.fifo.FifoCommand;
import io.standpipe.cli.link.LinkCommand;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.Tty;
import io.standpipe.cli.run.RunCommand;
import io.standpipe.cli.talk.TalkCommand;
import io.standpipe.cli.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where {@code standpipe} begins: words in, exit code out. */
public final class Main {
  private static final List<String> ALL =
      List.of("run", "link", "talk", "fifo", "doctor", "completion");
  private static final Set<String> ALONE = Set.of("run", "link", "talk", "fifo", "doctor");

  /** How picocli names an argument: by where it stands among the others, counted from 0. */
  private static final Pattern PLACE =
      Pattern.compile("positional parameter at index [0-9.*]+ \\(([^)]*)\\)| at index [0-9.*]+");

  private static final String TWICE = "Error: expected only one match but got";

  private Main() {}

  /**
   * Runs the command and exits.
   *
   * @param args its words
   */
  public static void main(String[] args) {
    int code = execute(Command.ownArguments(args));
    // To return is faster: exit asks System.Logger whether to log it, and sets that up for it. No
    // thread is left that keeps the JVM alive, all are daemons.
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs the command, and prints what it says: its exit code. */
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

  /** Runs the command: its exit code. What it says is left in {@code out} and {@code err}. */
  static int execute(List<String> words, PrintWriter out, PrintWriter err) {
    try {
      Thread.ofPlatform().daemon().name("standpipe-link").start(Main::link);
      return commandLine(words, out, err).execute(words.toArray(String[]::new));
    } catch (Throwable t) { // an Error too: no stack trace without --debug
      return fail(t, words.contains("--debug"), err);
    }
  }

  /**
   * Links to the C library, a third of the way to the first program, while another thread reads the
   * words. To name a fifo does it, and opens nothing. The two threads cannot wait for each other's
   * classes: what is initialised here lies on the lowest floor of the library, and needs none
   * above.
   */
  private static void link() {
    try {
      Fifo.at(Path.of("/"));
    } catch (RuntimeException | LinkageError e) {
      // Whoever needs the C library meets it again, and reports it.
    }
  }

  private static CommandLine commandLine(List<String> words, PrintWriter out, PrintWriter err) {
    BaseCommand[] commands =
        needed(words).stream().map(Main::subcommand).toArray(BaseCommand[]::new);
    var line = new CommandLine(new RootCommand(commands).spec());
    return line.setOut(out)
        .setErr(err)
        .setExpandAtFiles(false) // @x is a word as any other
        .setColorScheme(Help.defaultColorScheme(colours()))
        .setParameterExceptionHandler((mistake, args) -> usageMistake(mistake))
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> fail(thrown, isDebug(command), err));
  }

  /** The one that is called, where that is plain to see: to set up all of them takes time. */
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
      case "doctor" -> new DoctorCommand();
      case "completion" -> new CompletionCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  private static Help.Ansi colours() {
    return Tty.showsColour(1) ? Help.Ansi.ON : Help.Ansi.OFF;
  }

  private static boolean isDebug(CommandLine command) {
    return command.getCommand() instanceof BaseCommand base && base.isDebug();
  }

  private static int usageMistake(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String line = name + ": " + what(mistake) + "; see " + name + " --help";
    command.getErr().println(Printable.text(line));
    return ExitCode.USAGE;
  }

  private static String what(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException e
        && !e.isUnknownOption()
        && command.getCommand() instanceof CommandGroup) {
      return "there is no command " + e.getUnmatched().getFirst();
    }
    if (mistake instanceof UnmatchedArgumentException e && !e.isUnknownOption()) {
      return "there is no place for " + String.join(" ", e.getUnmatched());
    }
    String message = String.valueOf(mistake.getMessage());
    return message.startsWith(TWICE)
        ? "an option stands there twice"
        : PLACE
            .matcher(message)
            .replaceAll(place -> Objects.requireNonNullElse(place.group(1), ""));
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
