package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Pipeline;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.job.JobRunner;
import io.standpipe.cli.job.OnDeadlock;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.option.FramingOption;
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
  /** A script that has run out of time can say where. */
  private static final Duration SCRIPT_GRACE = Duration.ofSeconds(1);

  private final OptionSpec script =
      addFile("--script", "Say what this transcript says, and check that the same answers come.");

  private final OptionSpec record =
      addFile(
          "--record",
          "Write what is said to this file, as --script plays it; what is typed is in it, passwords"
              + " too.");

  private final OptionSpec pty =
      addFlag(
          "--pty",
          "Give the program a terminal of its own, as large as this one. All keys go to the"
              + " program then; only Ctrl-] ends the talk.");

  private final FramingOption framing =
      new FramingOption(this, "What a message is; lines, if not given.");

  private final BufferingOption buffering = new BufferingOption(this);
  private final TimeoutOption timeout = new TimeoutOption(this);
  private final OptionSpec onDeadlock = OnDeadlock.option(this);
  private final ProgramArguments programs = new ProgramArguments(this);

  public TalkCommand() {
    super("talk", "Talk with a program.");
    usage()
        .customSynopsis("standpipe talk [OPTIONS] [--] PROGRAM [ARG...]")
        .description(
            "On a terminal you type by the line, with history, and what the program says appears"
                + " above. Ctrl-D ends the program's input, Ctrl-C interrupts the program, and"
                + " twice ends the talk. Else the lines of standard input are sent. Either way the"
                + " talk ends when the program does.",
            "",
            "A transcript is a text, a line each:",
            "  > 6 * 7        this is sent",
            "  < 42           this has to come, exactly",
            "  < /4[0-9]/     something that the regular expression matches has to come",
            "  # sums         a comment",
            "With the last that is sent the program's input ends; with --pty once it has said what is"
                + " expected, or nothing for a second. Where something else comes, that is shown with"
                + " the number of the line.")
        .footer(
            "  standpipe talk -- bc -l",
            "  standpipe talk --pty -- python3",
            "  standpipe talk --record sums.talk -- bc",
            "  standpipe talk --script sums.talk --timeout 10s -- bc",
            "  echo '{\"id\":1}' | standpipe talk --framing content-length -- ./server");
    exitCodes(
        " N:the program's own",
        " 128+N:signal N ended it; 130: Ctrl-C did, pressed twice",
        " 1:something else came than the script expects",
        " 2:wrong usage",
        " 35:a deadlock was found; the program was stopped",
        " 124:the time ran out; the program was stopped",
        " 125:standpipe itself failed",
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
    Command program = programs.commands(1).getFirst();
    Duration grace = script.getValue() == null ? Duration.ZERO : SCRIPT_GRACE;
    TimeLimit deadline = TimeLimit.startingNow(timeout.given(), grace);
    try (TalkRecorder recording = TalkRecorder.of(record.getValue(), script.getValue());
        TalkSession talk = talk(terms(recording))) {
      Pipeline alone = Pipeline.of(List.of(talk.prepare(program)));
      return JobRunner.run(
          "talk",
          () -> {
            var job = alone.start();
            Child child = job.children().getFirst();
            started(child, recording);
            talk.begin(child);
            return job;
          },
          talk::finish,
          deadline,
          onDeadlock.getValue());
    }
  }

  private TalkOptions terms(TalkRecorder recording) {
    MessageKind kind = framing.given().orElse(MessageKind.LINES);
    return new TalkOptions(kind, pty.getValue(), buffering.buffering(), recording);
  }

  private TalkSession talk(TalkOptions terms) throws IOException {
    @Nullable Path file = script.getValue();
    if (file != null) {
      return ScriptSession.load(terms, file, timeout.given());
    }
    if (!Tty.isTty(0) || !Tty.isTty(1)) {
      return new PipedSession(terms);
    }
    // A record is one of messages, not of keys.
    boolean byKey = terms.pty() && record.getValue() == null && framing.given().isEmpty();
    return byKey ? new RawTerminalSession() : new LineEditingSession(terms);
  }

  private void started(Child child, TalkRecorder recording) {
    recording.started(child);
    if (isDebug()) {
      StandardOutput.warn("started " + BufferingOption.describe(child));
    }
  }
}
