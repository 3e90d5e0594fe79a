package io.standpipe.cli.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them, whatever the locale. */
public final class Numbers {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final BigDecimal STEP = BigDecimal.valueOf(1000);
  private static final MathContext THREE_FIGURES = new MathContext(3, RoundingMode.HALF_UP);

  /** From here on a rate has no decimals. */
  private static final double WHOLE = 10;

  private Numbers() {}

  /** {@code 1,234}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1,234/s}; {@code 0.4/s} for a small one. */
  public static String rate(double perSecond) {
    return perSecond == 0 || perSecond >= WHOLE - 0.05
        ? count(Math.round(perSecond)) + "/s"
        : String.format(Locale.ROOT, "%.1f/s", perSecond);
  }

  /** {@code 999 B}, {@code 12.3 MB}: in powers of 1000, with three figures. */
  public static String bytes(long bytes) {
    return withUnit((double) bytes);
  }

  private static String withUnit(double bytes) {
    int unit = 0;
    BigDecimal shown = figures(bytes, unit);
    while (shown.compareTo(STEP) >= 0 && unit < UNITS.length - 1) {
      unit++;
      shown = figures(bytes / Math.pow(STEP.doubleValue(), unit), unit);
    }
    return shown.toPlainString() + " " + UNITS[unit];
  }

  /** {@code 12.3 MB/s}. */
  public static String byteRate(double bytesPerSecond) {
    return withUnit(bytesPerSecond) + "/s";
  }

  /** Rounded as it will be printed: 999.6 kB are 1.00 MB. There is no half a byte. */
  private static BigDecimal figures(double number, int unit) {
    BigDecimal rounded = new BigDecimal(number).round(THREE_FIGURES);
    int decimals = Math.clamp(THREE_FIGURES.getPrecision() - wholeDigits(rounded), 0, 2);
    return rounded.setScale(unit == 0 ? 0 : decimals, RoundingMode.HALF_UP);
  }

  private static int wholeDigits(BigDecimal number) {
    return number.precision() - number.scale();
  }
}
