package io.standpipe.cli.option;

import io.standpipe.cli.command.BaseCommand;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --framing KIND}: where one message ends and the next begins. */
public final class FramingOption {
  private final OptionSpec kind;

  /**
   * @param use one sentence that says what the command does with messages
   */
  public FramingOption(BaseCommand command, String use) {
    kind =
        command.add(
            OptionSpec.builder("--framing")
                .paramLabel("KIND")
                .type(MessageKind.class)
                .converters(new FramingConverter())
                .completionCandidates(FramingConverter.PLAIN)
                .description(
                    use
                        + " KIND: "
                        + String.join(", ", FramingConverter.PLAIN)
                        + ", fixed:SIZE, length:1, length:2be, length:4le, length:4native,"
                        + " delimiter:TEXT.")
                .build());
  }

  /** What the user gave, if anything. */
  public Optional<MessageKind> given() {
    return Optional.ofNullable(kind.getValue());
  }
}
