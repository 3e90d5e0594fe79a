package io.standpipe.cli.fifo;

import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.cli.option.PathConverter;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Where programs meet: at a fifo, or in a topic of Kafka. */
sealed interface FifoPlace {
  /** A fifo on this machine. */
  record Local(Path path) implements FifoPlace {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A topic, for programs on several machines. */
  record Remote(KafkaTopic topic) implements FifoPlace {
    @Override
    public String toString() {
      return topic.toString();
    }
  }

  /** Reads a path, or {@code kafka:TOPIC}. */
  final class Converter implements ITypeConverter<FifoPlace> {
    private final PathConverter paths = new PathConverter();

    @Override
    public FifoPlace convert(String word) {
      return KafkaTopic.isMeant(word)
          ? new Remote(KafkaTopic.parse(word))
          : new Local(paths.convert(word));
    }
  }
}
