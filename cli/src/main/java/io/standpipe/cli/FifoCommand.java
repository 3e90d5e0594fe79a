package io.standpipe.cli;

import picocli.CommandLine.Command;

/** {@code fifo …}: the commands for named pipes. */
@Command(
    name = "fifo",
    header = "Named pipes: create, remove, list, read, write.",
    description = {
      "A fifo is a path at which unrelated programs meet: what one writes there, another reads. It"
          + " works with every program that opens files, cat and echo among them."
    },
    subcommands = {
      FifoCreateCommand.class,
      FifoRemoveCommand.class,
      FifoListCommand.class,
      FifoReadCommand.class,
      FifoWriteCommand.class
    },
    footer = {
      "  standpipe fifo create /tmp/q",
      "  standpipe fifo read /tmp/q                  in one terminal",
      "  echo hello > /tmp/q                         in another",
      "  standpipe fifo rm /tmp/q"
    })
final class FifoCommand extends CommandGroup {}
