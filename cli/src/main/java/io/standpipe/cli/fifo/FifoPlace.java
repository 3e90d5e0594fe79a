package io.standpipe.cli.fifo;

import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.cli.option.PathConverter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/**
 * Where programs meet: at a fifo on this machine or, from any machine, in a topic of Kafka.
 *
 * @param path of the fifo; of no meaning if there is a topic
 */
record FifoPlace(Path path, Optional<KafkaTopic> topic) {
  /** Reads a path, or {@code kafka:TOPIC}. */
  static final class Converter implements ITypeConverter<FifoPlace> {
    private final PathConverter paths = new PathConverter();

    @Override
    public FifoPlace convert(String word) {
      return KafkaTopic.isMeant(word)
          ? new FifoPlace(Path.of(word), Optional.of(KafkaTopic.parse(word)))
          : new FifoPlace(paths.convert(word), Optional.empty());
    }
  }

  /** As it stands on a command line. */
  @Override
  public String toString() {
    return path.toString();
  }
}
