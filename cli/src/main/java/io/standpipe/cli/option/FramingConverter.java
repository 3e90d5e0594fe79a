package io.standpipe.cli.option;

import io.standpipe.cli.text.Utf8;
import io.standpipe.framing.Framing;
import java.nio.ByteOrder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code lines}, {@code fixed:512}, {@code length:4be}, {@code delimiter:;} and so on; see
 * {@link Framing}. A delimiter's text has no escapes, because shells have their own: {@code
 * $'\r\n'}.
 */
final class FramingConverter implements ITypeConverter<MessageKind> {
  /** The kinds without an argument. */
  static final List<String> PLAIN =
      List.of("lines", "crlf", "nul", "netstring", "length4", "content-length", "ndjson");

  private static final Pattern FIXED = Pattern.compile("fixed:(\\d+)");
  private static final Pattern LENGTH = Pattern.compile("length:(?:1|([24])(be|le|native))");
  private static final Pattern DELIMITER = Pattern.compile("delimiter:(.+)", Pattern.DOTALL);

  @Override
  public MessageKind convert(String text) {
    return switch (text) {
      case "lines" -> MessageKind.LINES;
      case "crlf" -> new MessageKind(Framing.crlfLines(), true);
      default -> new MessageKind(framing(text), false);
    };
  }

  private static Framing framing(String text) {
    return switch (text) {
      case "nul" -> Framing.nul();
      case "netstring" -> Framing.netstring();
      case "length4" -> Framing.lengthPrefix(Integer.BYTES, ByteOrder.BIG_ENDIAN);
      case "content-length" -> Framing.contentLength();
      case "ndjson" -> Framing.ndjson();
      default -> withArgument(text);
    };
  }

  private static Framing withArgument(String text) {
    Matcher fixed = FIXED.matcher(text);
    Matcher length = LENGTH.matcher(text);
    Matcher delimiter = DELIMITER.matcher(text);
    if (fixed.matches()) {
      return fixed(fixed.group(1));
    } else if (length.matches()) {
      return length.group(1) == null
          ? Framing.lengthPrefix(1, ByteOrder.BIG_ENDIAN)
          : Framing.lengthPrefix(Integer.parseInt(length.group(1)), order(length.group(2)));
    } else if (delimiter.matches()) {
      return Framing.delimitedBy(Utf8.encode(delimiter.group(1)));
    }
    throw new TypeConversionException(
        "\""
            + text
            + "\" is not a framing; write "
            + String.join(", ", PLAIN)
            + ", fixed:SIZE, length:1, length:2be, length:4le, length:4native or delimiter:TEXT");
  }

  private static Framing fixed(String size) {
    try {
      return Framing.fixed(Integer.parseInt(size));
    } catch (IllegalArgumentException e) { // or a number too large for an int
      throw new TypeConversionException(
          "\"" + size + "\" is not a message size; write 1 to 536870912");
    }
  }

  private static ByteOrder order(String name) {
    return switch (name) {
      case "be" -> ByteOrder.BIG_ENDIAN;
      case "le" -> ByteOrder.LITTLE_ENDIAN;
      default -> ByteOrder.nativeOrder();
    };
  }
}
