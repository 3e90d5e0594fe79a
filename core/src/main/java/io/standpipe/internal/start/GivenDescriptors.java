package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.F_GETFD;

import io.standpipe.internal.io.StandardDescriptors;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.ProcFiles;
import java.util.List;

/** The descriptors above 2 that this process was started with, as far as it can tell itself. */
public final class GivenDescriptors {
  private static final int LAST_STANDARD = 2;

  private GivenDescriptors() {}

  /**
   * Those that are open, survive exec, and are no file of the Java installation or of the class
   * path. Only a program that has opened nothing yet, except through this library, may believe it:
   * the JDK opens files and sockets that survive exec too. What the JVM was told to open by an
   * option, such as a log, is taken for given.
   */
  public static List<Integer> beyondStandard() {
    Posix posix = Platform.posix();
    return ProcFiles.ownDescriptors().stream()
        .filter(fd -> fd > LAST_STANDARD)
        .filter(fd -> posix.fcntl(fd, F_GETFD, 0) == 0)
        .filter(fd -> !StandardDescriptors.looksLikeJvm(fd))
        .sorted()
        .toList();
  }
}
