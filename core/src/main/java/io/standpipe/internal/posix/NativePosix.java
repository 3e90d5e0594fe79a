package io.standpipe.internal.posix;

/**
 * {@link Posix} by the C library of this machine. Each method calls its namesake in C, documented
 * by {@code man}; the calls lie in one interface for each subject.
 */
final class NativePosix
    implements NativeDescriptors,
        NativeFiles,
        NativeEvents,
        NativeTerminals,
        NativeProcesses,
        NativeSockets {
  static final NativePosix INSTANCE = new NativePosix();

  private NativePosix() {}
}
