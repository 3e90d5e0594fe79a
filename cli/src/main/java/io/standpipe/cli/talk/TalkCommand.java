package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Pipeline;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.job.JobOptions;
import io.standpipe.cli.job.JobRunner;
import io.standpipe.cli.job.OnDeadlock;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.option.FramingOption;
import io.standpipe.cli.option.GraceOption;
import io.standpipe.cli.option.MessageKind;
import io.standpipe.cli.option.PathConverter;
import io.standpipe.cli.option.ProgramArguments;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.TimeLimit;
import io.standpipe.cli.output.Tty;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** {@code talk -- A}. */
public final class TalkCommand extends BaseCommand {
  /** A script observes the limit itself, and can say at which line it passed. */
  private static final Duration SCRIPT_GRACE = Duration.ofSeconds(1);

  private final OptionSpec script =
      addFile("--script", "Send what this transcript says, and check that the same answers come.");

  private final OptionSpec record =
      addFile(
          "--record",
          "Write the talk to this file, in the form that --script plays. Only you may read it. What"
              + " answers a prompt for a password, or is typed while the program has turned off the"
              + " echo of its terminal, is neither recorded nor shown.");

  private final OptionSpec pty =
      addFlag(
          "--pty",
          "Give the program a terminal of its own, as large as this one. All keys then go to the"
              + " program, except Ctrl-], which ends the talk.");

  private final FramingOption framing =
      new FramingOption(this, "How messages are separated; by default, lines.");

  private final BufferingOption buffering = new BufferingOption(this);
  private final TimeoutOption timeout = new TimeoutOption(this);
  private final GraceOption grace = new GraceOption(this);
  private final OptionSpec onDeadlock = OnDeadlock.option(this);
  private final ProgramArguments programs = new ProgramArguments(this);

  public TalkCommand() {
    super("talk", "Talk with a program.");
    usage()
        .customSynopsis("standpipe talk [OPTIONS] [--] PROGRAM [ARG...]")
        .description(
            "On a terminal you edit lines, with history, and what the program says appears above."
                + " Ctrl-D ends the program's input. Ctrl-C interrupts the program; pressed twice,"
                + " it ends the talk, and a third one kills the program. If standard input is not a terminal, its lines are sent."
                + " Either way the talk ends when the program does. SIGTERM and SIGHUP are passed on"
                + " once; what still runs after --grace is killed.",
            "",
            "A transcript is a text file. Each line begins with what it is:",
            "  > 6 * 7        a message to send",
            "  < 42           the exact message that must come",
            "  < /4[0-9]/     a message that matches the regular expression must come",
            "  # sums         a comment",
            "After the last message is sent, the program's input ends; with --pty, once the program"
                + " has said what is expected, or nothing for a second. A message that differs is"
                + " shown with the number of the line.")
        .footer(
            "  standpipe talk -- bc -l",
            "  standpipe talk --pty -- python3",
            "  standpipe talk --record sums.talk -- bc",
            "  standpipe talk --script sums.talk --timeout 10s -- bc",
            "  echo '{\"id\":1}' | standpipe talk --framing content-length -- ./server");
    exitCodes(
        " N:the program's own",
        " 128+N:signal N ended it; 130 also if you pressed Ctrl-C twice",
        " 1:the program said something other than the script expects",
        " 2:wrong usage",
        " 35:a deadlock was found; the program was stopped",
        " 124:the time limit passed; the program was stopped",
        " 125:standpipe failed",
        " 126:the program could not be executed",
        " 127:the program was not found");
  }

  private OptionSpec addFile(String name, String description) {
    return add(
        OptionSpec.builder(name)
            .paramLabel("FILE")
            .type(Path.class)
            .converters(new PathConverter())
            .description(description)
            .build());
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    Command program = program();
    Duration later = script.getValue() == null ? Duration.ZERO : SCRIPT_GRACE;
    TimeLimit limit = TimeLimit.startingNow(timeout.given(), later);
    try (TalkRecorder recorder = TalkRecorder.of(record.getValue(), script.getValue());
        TalkSession session = session(options(recorder))) {
      Pipeline alone = Pipeline.of(List.of(session.prepare(program)));
      return JobRunner.run(
          "talk",
          () -> {
            var job = alone.start();
            Child child = job.children().getFirst();
            started(child, recorder);
            session.begin(child);
            return job;
          },
          session::finish,
          new JobOptions(limit, grace.duration(), onDeadlock.getValue(), session.ctrlC()));
    }
  }

  /**
   * A background job, or what nohup starts, ignores Ctrl-C and hang-ups because of a terminal that
   * is not its own. On a terminal of its own the program must react to them, as under sshd.
   */
  private Command program() throws IOException {
    Command program = programs.commands(1).getFirst();
    return pty.<Boolean>getValue() ? program.ignoring() : program;
  }

  private TalkOptions options(TalkRecorder recorder) {
    MessageKind kind = framing.given().orElse(MessageKind.LINES);
    return new TalkOptions(kind, pty.getValue(), buffering.buffering(), recorder);
  }

  private TalkSession session(TalkOptions options) throws IOException {
    @Nullable Path file = script.getValue();
    if (file != null) {
      return ScriptSession.load(options, file, timeout.given());
    }
    if (!Tty.isTty(0) || !Tty.isTty(1)) {
      return new PipedSession(options);
    }
    // --record and --framing are about messages, not keys.
    boolean byKey = options.pty() && record.getValue() == null && framing.given().isEmpty();
    return byKey ? new RawTerminalSession() : new LineEditingSession(options, grace.duration());
  }

  private void started(Child child, TalkRecorder recorder) {
    recorder.started(child);
    if (isDebug()) {
      StandardOutput.warn("started " + BufferingOption.describe(child));
    }
  }
}
