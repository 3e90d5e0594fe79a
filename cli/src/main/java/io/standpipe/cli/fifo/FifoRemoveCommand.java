package io.standpipe.cli.fifo;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.output.ExitException;
import io.standpipe.fifo.FifoServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo rm PATH...}. */
final class FifoRemoveCommand extends BaseCommand {
  private final PositionalParamSpec paths =
      add(
          PositionalParamSpec.builder()
              .index("0..*")
              .arity("1..*")
              .required(true)
              .paramLabel("PATH")
              .type(List.class)
              .auxiliaryTypes(Path.class)
              .converters(new FifoPathConverter())
              .description("The fifos. Programs that have one open keep it.")
              .build());

  FifoRemoveCommand() {
    super("rm", "Remove named pipes.");
    usage()
        .description(
            "Removes nothing that is not a fifo. Also removes the folder PATH.replies that a server"
                + " has left beside the fifo. While a server uses the fifo, removes neither.")
        .footer("  standpipe fifo rm /tmp/q", "  standpipe fifo rm /tmp/a /tmp/b");
  }

  /** Goes on after a fifo that cannot be removed, as rm(1) does. Throws the last failure. */
  @Override
  protected int execute() throws IOException {
    List<Path> all = paths.getValue();
    ExitException failure = null;
    for (Path each : all) {
      try {
        FifoServer.delete(each);
      } catch (IOException e) {
        report(failure);
        failure = ExitException.of(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return 0;
  }

  private void report(@Nullable ExitException earlier) {
    if (earlier != null) {
      line().getErr().println("standpipe: " + earlier.line());
    }
  }
}
