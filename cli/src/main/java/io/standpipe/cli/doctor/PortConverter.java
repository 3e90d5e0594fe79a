package io.standpipe.cli.doctor;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of a port. */
final class PortConverter implements ITypeConverter<Integer> {
  private static final int HIGHEST = 65535;

  @Override
  public Integer convert(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > HIGHEST) {
      throw new TypeConversionException("a port from 0 to 65535 expected: " + text);
    }
    return Integer.valueOf(text);
  }
}
