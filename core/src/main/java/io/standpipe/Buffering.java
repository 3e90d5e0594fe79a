package io.standpipe;

import io.standpipe.internal.start.BufferingMethod;

/**
 * What is done about a program that holds its output back because it sees a pipe. On a terminal
 * most programs write each line at once; on a pipe they collect 4 KiB or more first, and if they
 * then wait for an answer, both sides wait for ever. Given to {@link Command#buffering(Buffering)}.
 *
 * <p>The started child tells which one was chosen, and how: {@link Child#words} are the words that
 * the program got, and {@link Child#buffering} is any of these but {@link #AUTO}.
 */
public enum Buffering {
  /** Nothing: the program does as it likes. What a command has if nothing else is said. */
  AS_IS(BufferingMethod.AS_IS),

  /**
   * By the line, as {@code stdbuf -oL} does it: by a library that is loaded into the program, and
   * into those that it starts, and sets the buffer of C's {@code stdout}. For programs that are
   * linked with glibc dynamically, write through {@code stdout} and do not set its buffer
   * themselves: most of those in C. Needs stdbuf, of the GNU coreutils.
   */
  STDBUF(BufferingMethod.STDBUF),

  /**
   * By the program's own switch or variable, for those known to have one:
   *
   * <ul>
   *   <li>Python: {@code PYTHONUNBUFFERED=1}
   *   <li>Perl: {@code $|=1} in {@code PERL5OPT}
   *   <li>grep, rg: {@code --line-buffered}; sed: {@code -u}; jq: {@code --unbuffered}; tcpdump,
   *       tshark: {@code -l}; mawk: {@code -W interactive}
   * </ul>
   *
   * <p>(ruby has none, and buffers that stdbuf does not reach: it gets a terminal by {@link
   * #AUTO}.)
   *
   * <p>A program is known by its name, the name of the file that it is a link to, or, if it is a
   * script, that of its interpreter.
   */
  SWITCH(BufferingMethod.SWITCH),

  /**
   * Its standard output is a raw terminal instead of a pipe: {@link Terminal#raw}. For every
   * program that asks whether it writes to a terminal; but some then write colours, or in columns.
   * All other descriptors stay as they are, so the end of its input is that of a pipe.
   */
  TERMINAL(BufferingMethod.TERMINAL),

  /**
   * The first of these that fits, found by looking at the program: {@link #AS_IS} if its standard
   * output is not redirected, or it is known to hold nothing back (node, java); {@link #SWITCH} if
   * it has one; {@link #STDBUF} for a script, or if it is linked with glibc dynamically, and stdbuf
   * is installed; {@link #TERMINAL} if its output comes to this process; else {@link #AS_IS}.
   */
  AUTO(BufferingMethod.AUTO);

  private final BufferingMethod method;

  Buffering(BufferingMethod method) {
    this.method = method;
  }

  BufferingMethod method() {
    return method;
  }

  static Buffering of(BufferingMethod method) {
    return valueOf(method.name());
  }
}
