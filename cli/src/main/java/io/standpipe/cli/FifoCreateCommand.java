package io.standpipe.cli;

import io.standpipe.Fifo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fifo create PATH}. */
@Command(
    name = "create",
    header = "Make a named pipe.",
    description = "Only its owner may use it, unless --mode says otherwise.",
    footer = {
      "  standpipe fifo create /tmp/q",
      "  standpipe fifo create --mode 622 /tmp/inbox      to which all may write"
    })
final class FifoCreateCommand extends BaseCommand {
  @Parameters(
      paramLabel = "PATH",
      converter = PathConverter.class,
      description = "Where; nothing may be there yet.")
  private Path path = Path.of("");

  @Option(
      names = "--mode",
      paramLabel = "OCTAL",
      converter = Mode.Converter.class,
      description = "Its permissions, whatever the umask; 600 if not given.")
  private Optional<Mode> mode = Optional.empty();

  @Override
  int execute() throws IOException {
    if (mode.isPresent()) {
      Fifo.create(path, mode.get().permissions());
    } else {
      Fifo.create(path);
    }
    return 0;
  }
}
