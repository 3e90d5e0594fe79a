package io.standpipe.cli.doctor;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of a process. */
final class PidConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    // No kernel gives out higher ones: PID_MAX_LIMIT.
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new TypeConversionException("the number of a process expected: " + text);
    }
    return Long.valueOf(text);
  }
}
