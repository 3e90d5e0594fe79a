package io.standpipe.cli;

import io.standpipe.cli.command.BaseCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code help [COMMAND...]}: what {@code COMMAND --help} prints. */
final class HelpCommand extends BaseCommand {
  private final PositionalParamSpec words =
      add(
          PositionalParamSpec.builder()
              .index("0..*")
              .arity("0..*")
              .paramLabel("COMMAND")
              .hideParamSyntax(true)
              .type(List.class)
              .auxiliaryTypes(String.class)
              .initialValue(List.of())
              .description("The command, such as run or fifo read.")
              .build());

  HelpCommand() {
    super("help", "Show the help of a command.");
    usage()
        .customSynopsis("standpipe help [COMMAND...]")
        .footer("  standpipe help run", "  standpipe help fifo read");
  }

  @Override
  protected int execute() {
    CommandLine shown = line().getParent();
    for (String word : words.<List<String>>getValue()) {
      CommandLine below = shown.getSubcommands().get(word);
      if (below == null) {
        throw mistake(UsageError.noCommand(word, shown));
      }
      shown = below;
    }
    shown.usage(line().getOut(), line().getColorScheme());
    return 0;
  }
}
