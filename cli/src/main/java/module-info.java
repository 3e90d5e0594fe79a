/**
 * The command {@code standpipe}: options in, calls of {@code io.standpipe} out. Exports nothing.
 */
module io.standpipe.cli {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.standpipe;
  requires jdk.httpserver;
  requires org.jline.reader;
  requires org.jline.terminal;
  requires static org.jspecify;
}
