package io.standpipe.bench.contender;

import java.util.List;

/** The two programs at the ends of a relay. The reader prints how many bytes it got. */
enum Ends {
  /** {@code dd} and {@code wc -c}, which copy each byte in and out. */
  EVERYDAY {
    @Override
    List<String> writer(long bytes) {
      return List.of(
          "dd", "if=/dev/zero", "bs=64K", "count=" + bytes, "iflag=count_bytes", "status=none");
    }

    @Override
    List<String> reader() {
      return List.of("wc", "-c");
    }
  },

  /** C programs that move pages without copying, so that the relay takes most of the time. */
  COPYING_NOTHING {
    @Override
    List<String> writer(long bytes) {
      return List.of(program("pour"), Long.toString(bytes));
    }

    @Override
    List<String> reader() {
      return List.of(program("drain"));
    }
  };

  abstract List<String> writer(long bytes);

  abstract List<String> reader();

  /** The folder of the compiled programs of {@code bench/limit}, set by the harness. */
  private static String program(String name) {
    return System.getProperty("standpipe.bench.limit") + "/" + name;
  }
}
