package io.standpipe.cli.fifo;

import io.standpipe.cli.command.CommandGroup;

/** {@code fifo}: the commands for named pipes. */
public final class FifoCommand extends CommandGroup {
  public FifoCommand() {
    super(
        "fifo",
        "Named pipes: create, remove, list, read, write, serve, call, bridge.",
        new FifoCreateCommand(),
        new FifoRemoveCommand(),
        new FifoListCommand(),
        new FifoReadCommand(),
        new FifoWriteCommand(),
        new FifoServeCommand(),
        new FifoCallCommand(),
        new FifoBridgeCommand());
    usage()
        .description(
            "A fifo is a path at which unrelated programs meet: one writes to it, and another reads"
                + " what it wrote. It works with any program that opens files, such as cat or echo.")
        .footer(
            "  standpipe fifo create /tmp/q",
            "  standpipe fifo read /tmp/q                  in one terminal",
            "  echo hello > /tmp/q                         in another",
            "  standpipe fifo rm /tmp/q",
            "",
            "  standpipe fifo serve /tmp/sums -- bc        in one terminal",
            "  standpipe fifo call /tmp/sums 6*7           in another");
  }
}
