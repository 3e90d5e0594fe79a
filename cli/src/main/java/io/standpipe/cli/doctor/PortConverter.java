package io.standpipe.cli.doctor;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of a TCP port. */
final class PortConverter implements ITypeConverter<Integer> {
  private static final int HIGHEST = 65535;

  @Override
  public Integer convert(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > HIGHEST) {
      throw new TypeConversionException("\"" + text + "\" is not a port; write 0 to 65535");
    }
    return Integer.valueOf(text);
  }
}
