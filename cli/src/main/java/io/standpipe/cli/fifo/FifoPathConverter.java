package io.standpipe.cli.fifo;

import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.cli.option.PathConverter;
import io.standpipe.internal.text.Escaping;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the path of a fifo where a topic of Kafka has no meaning. */
final class FifoPathConverter implements ITypeConverter<Path> {
  private final PathConverter paths = new PathConverter();

  @Override
  public Path convert(String text) {
    if (KafkaTopic.isMeant(text)) {
      throw new TypeConversionException(
          Escaping.quoted(text)
              + " is a topic of Kafka, and a fifo is needed here; fifo bridge connects the two (a file"
              + " of this name is ./"
              + Escaping.escape(text)
              + ")");
    }
    return paths.convert(text);
  }
}
