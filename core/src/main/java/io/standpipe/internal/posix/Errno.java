package io.standpipe.internal.posix;

import java.lang.foreign.MemorySegment;

/** Error numbers: constants for those that the code branches on, names and texts for all. */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int E2BIG = 7;
  public static final int ENOEXEC = 8;
  public static final int EBADF = 9;
  public static final int ECHILD = 10;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ENOTTY = 25;
  public static final int ETXTBSY = 26;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int EPIPE = 32;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ELOOP = 40;

  private static final MemorySegment NAME = CLibrary.symbol("strerrorname_np");
  private static final MemorySegment TEXT = CLibrary.symbol("strerrordesc_np");
  private static final long LONGEST = 256;

  private Errno() {}

  /** {@code "ENOENT"}; {@code "errno 999"} if the C library has no name for the number. */
  public static String name(int errno) {
    return lookUp(NAME, errno, "errno " + errno);
  }

  /** {@code "No such file or directory"}, in English whatever the locale. */
  public static String text(int errno) {
    return lookUp(TEXT, errno, "Unknown error " + errno);
  }

  private static String lookUp(MemorySegment function, int errno, String otherwise) {
    try (Scratch s = Scratch.borrow()) {
      long text = CLibrary.call(s, function, errno, 0, 0, 0, 0, 0);
      return text == 0
          ? otherwise
          : MemorySegment.ofAddress(text).reinterpret(LONGEST).getString(0);
    }
  }
}
