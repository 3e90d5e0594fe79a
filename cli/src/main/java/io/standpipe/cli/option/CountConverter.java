package io.standpipe.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how many of something. */
public final class CountConverter implements ITypeConverter<Integer> {
  private static final int MOST = 1_000_000;

  private final int least;

  /**
   * @param least 0, or 1
   */
  public CountConverter(int least) {
    this.least = least;
  }

  @Override
  public Integer convert(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count >= least && count <= MOST) {
        return count;
      }
    } catch (NumberFormatException e) {
      // as for a number out of range
    }
    throw new TypeConversionException(
        "\"" + text + "\" is not a number from " + least + " to " + MOST);
  }
}
