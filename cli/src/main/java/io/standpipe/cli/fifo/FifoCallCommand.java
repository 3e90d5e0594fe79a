package io.standpipe.cli.fifo;

import io.standpipe.PipeReader;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.TimeLimit;
import io.standpipe.fifo.FifoClient;
import io.standpipe.fifo.RequestFailedException;
import io.standpipe.fifo.ServerGoneException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.fifo.FifoClient;
import io.standpipe.fifo.RequestFailedException;
import io.standpipe.fifo.ServerGoneException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo call PATH TEXT}. */
final class FifoCallCommand extends BaseCommand {
  private final PositionalParamSpec path = addFifo("Where the server is, or will be.");

  private final PositionalParamSpec text =
      addText("Words, sent with spaces between them; a line of standard input, if not given.");

  private final TimeoutOption timeout = new TimeoutOption(this);

  FifoCallCommand() {
    super("call", "Ask a server at a named pipe, and print its answer.");
    usage()
        .description(
            "Waits for a server, and for its answer. A call is carried out once at the most: where"
                + " the server goes before it has answered, that is an error.")
        .footer(
            "  standpipe fifo call /tmp/sums '6 * 7'",
            "  standpipe fifo call --timeout 5s /tmp/sums < question");
    exitCodes(
        " 0:the answer is printed",
        " 1:the server has answered with an error",
        " 2:wrong usage",
        " 124:the time ran out",
        " 125:it could not be done");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    Path fifo = path.getValue();
    Duration limit = timeout.given().orElse(TimeLimit.UNLIMITED);
    StandardOutput out = StandardOutput.out(); // first: an answer that cannot be printed is lost
    try (FifoClient client = FifoClient.to(fifo)) {
      out.write(client.askOnce(request(), limit) + "\n");
      return 0;
    } catch (RequestFailedException e) {
      throw new ExitException(ExitCode.NEGATIVE, "call " + fifo + ": " + e.answer(), e);
    } catch (DeadlineExceededException e) {
      throw new ExitException(ExitCode.TIMED_OUT, String.valueOf(e.getMessage()), e);
    } catch (CharConversionException | FrameException e) {
      throw new ExitException(ExitCode.FAILED, "call " + fifo + ": text in UTF-8 expected", e);
    } catch (ServerGoneException e) {
      String line =
          "call "
              + fifo
              + ": the server has gone without an answer; whether the call was carried"
              + " out is not known";
      throw new ExitException(ExitCode.FAILED, line, e);
    }
  }

  private String request() throws IOException {
    List<String> words = text.getValue();
    if (!words.isEmpty()) {
      return String.join(" ", words);
    }
    Frame line = Framing.lines().reader(PipeReader.stdin()).read();
    if (line == null) {
      throw new ExitException(
          ExitCode.FAILED, "read a line from standard input: there is none", null);
    }
    return line.strictText();
  }
}
