package io.standpipe.cli.fifo;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Permissions in octal, as for chmod(1): {@code 622}. */
record OctalMode(Set<PosixFilePermission> permissions) {
  private static final Pattern OCTAL = Pattern.compile("0*[0-7]{1,3}");
  private static final String ALL = "rwxrwxrwx";
  private static final int FIRST = 0400;

  static final class Converter implements ITypeConverter<OctalMode> {
    @Override
    public OctalMode convert(String text) {
      if (!OCTAL.matcher(text).matches()) {
        throw new TypeConversionException("\"" + text + "\" is not an octal mode; write 0 to 777");
      }
      return new OctalMode(permissions(Integer.parseInt(text, 8)));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var text = new StringBuilder(ALL);
    for (int i = 0; i < ALL.length(); i++) {
      if ((mode & (FIRST >> i)) == 0) {
        text.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(text.toString());
  }
}
