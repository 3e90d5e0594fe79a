package io.standpipe.internal.start;

/** How a program is kept from holding its output back; what each means: {@code Buffering}. */
public enum BufferingMethod {
  AS_IS,
  STDBUF,
  SWITCH,
  TERMINAL,
  AUTO
}
