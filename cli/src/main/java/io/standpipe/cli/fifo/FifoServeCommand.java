package io.standpipe.cli.fifo;

import io.standpipe.Command;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.option.FramingOption;
import io.standpipe.cli.option.MessageKind;
import io.standpipe.cli.option.ProgramArguments;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.fifo.FifoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo serve PATH -- A}. */
final class FifoServeCommand extends BaseCommand {
  private final PositionalParamSpec path = addFifo("Where callers ask; made if nothing is there.");
  private final ProgramArguments programs = ProgramArguments.afterFirst(this);

  private final FramingOption framing =
      new FramingOption(this, "What the program takes for a message; lines, if not given.");

  private final BufferingOption buffering = new BufferingOption(this);
  private final TimeoutOption timeout =
      new TimeoutOption(
          this, "Give each request this time (2, 2s, 500ms, 1m30s, 1h); 30 s, if not given.");

  /** One request that the program says nothing to must not hold up all others for ever. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  FifoServeCommand() {
    super("serve", "Answer many callers with one program.");
    usage()
        .customSynopsis("standpipe fifo serve [OPTIONS] PATH -- PROGRAM [ARG...]")
        .description(
            "The program is started once. Each call becomes one message to it, one after the"
                + " other, and the next message that it says is the answer.",
            "",
            "When the program ends without an answer, or the time of a call runs out, the caller"
                + " gets an error. The program is stopped then, if it still runs, and the next call"
                + " starts it again: what it had in its memory is lost.",
            "",
            "Ctrl-C ends all of it, and removes the fifo if it was made here.")
        .footer(
            "  standpipe fifo serve /tmp/sums -- bc -l         in one terminal",
            "  standpipe fifo call /tmp/sums '6 * 7'           in another",
            "  standpipe fifo serve --timeout 5s /tmp/q -- python3 -u answer.py");
    exitCodes(
        " 130:Ctrl-C has ended it",
        " 2:wrong usage",
        " 125:it could not be done",
        " 126:the program could not be executed",
        " 127:the program was not found");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    Path fifo = path.getValue();
    Command program = programs.commands(1).getFirst().piped().buffering(buffering.buffering());
    MessageKind kind = framing.given().orElse(MessageKind.LINES);
    boolean wasThere = Files.exists(fifo, LinkOption.NOFOLLOW_LINKS);
    var answerer = new AnsweringProgram(program, kind.framing(), timeout.given().orElse(ANSWER));
    String started = answerer.start();
    try (answerer;
        FifoServer server = FifoServer.start(fifo, AnsweringProgram.OPTIONS, answerer)) {
      endOnShutdown(server, answerer, wasThere ? null : fifo);
      StandardOutput.warn(started + " answers at " + fifo);
      server.await();
    }
    return 0;
  }

  /** First the program: a request that is under way would hold up the server. */
  private static void endOnShutdown(
      FifoServer server, AnsweringProgram answerer, @Nullable Path made) {
    Runnable end =
        () -> {
          answerer.close();
          server.close();
          if (made != null) {
            delete(made);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "standpipe-shutdown"));
  }

  private static void delete(Path fifo) {
    try {
      FifoServer.delete(fifo);
    } catch (IOException e) {
      StandardOutput.warn(String.valueOf(e.getMessage()));
    }
  }
}
