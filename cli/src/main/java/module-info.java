/**
 * The command {@code standpipe}: options in, calls of {@code io.standpipe} out. Exports nothing.
 */
module io.standpipe.cli {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.standpipe;
  requires static org.jspecify;
}
