package io.standpipe.cli.fifo;

import io.standpipe.Fifo;
import io.standpipe.cli.command.BaseCommand;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo create PATH}. */
final class FifoCreateCommand extends BaseCommand {
  private final PositionalParamSpec path =
      FifoArguments.path(this, "The path, at which nothing may exist yet.");

  private final OptionSpec mode =
      add(
          OptionSpec.builder("--mode")
              .paramLabel("OCTAL")
              .type(OctalMode.class)
              .converters(new OctalMode.Converter())
              .description("The permissions, whatever the umask. Default: 600.")
              .build());

  FifoCreateCommand() {
    super("create", "Create a named pipe.");
    usage()
        .description("Only its owner may use the fifo, unless --mode says otherwise.")
        .footer(
            "  standpipe fifo create /tmp/q",
            "  standpipe fifo create --mode 622 /tmp/inbox      every user may write to it");
  }

  @Override
  protected int execute() throws IOException {
    Path where = path.getValue();
    OctalMode given = mode.getValue();
    if (given != null) {
      Fifo.create(where, given.permissions());
    } else {
      Fifo.create(where);
    }
    return 0;
  }
}
