package io.standpipe.cli.worker;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.kafka.WorkerPlan.Topics;
import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.cli.option.ValueOption;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --from}, {@code --to} and {@code --dead}. */
final class TopicOptions {
  private final BaseCommand command;
  private final OptionSpec from;
  private final OptionSpec to;
  private final OptionSpec dead;

  TopicOptions(BaseCommand command) {
    this.command = command;
    from = topic("--from", "The topic that the records come from.");
    to = topic("--to", "The topic that the answers go to.");
    dead =
        topic(
            "--dead",
            "The topic for records that the program fails on. Without one, such a record ends the"
                + " worker; it is not lost, because the worker does not step over it.");
  }

  private OptionSpec topic(String name, String description) {
    var converter = new KafkaTopic.Converter();
    return ValueOption.add(command, name, "kafka:TOPIC", KafkaTopic.class, converter, description);
  }

  Topics topics() {
    KafkaTopic input = required(from);
    KafkaTopic output = required(to);
    KafkaTopic letters = dead.getValue();
    if (input.equals(output) || input.equals(letters)) {
      throw command.mistake(
          "the worker would read what it writes to " + input + "; give another topic");
    }
    if (output.equals(letters)) {
      throw command.mistake("--to and --dead are the same topic, " + output);
    }
    return new Topics(input, output, Optional.ofNullable(letters));
  }

  private KafkaTopic required(OptionSpec option) {
    KafkaTopic given = option.getValue();
    if (given == null) {
      throw command.mistake(option.longestName() + " kafka:TOPIC is missing");
    }
    return given;
  }
}
