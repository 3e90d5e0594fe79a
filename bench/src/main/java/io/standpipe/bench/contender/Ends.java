package io.standpipe.bench.contender;

import java.util.List;

/** The two programs that a relay stands between. The reader prints how many bytes it got. */
enum Ends {
  /** {@code dd} and {@code wc -c}: each byte is copied in and out. */
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

  /** Programs in C that move pages: then the relay is what takes the time. */
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

  /** Told by the harness: the folder of the compiled programs of {@code bench/limit}. */
  private static String program(String name) {
    return System.getProperty("standpipe.bench.limit") + "/" + name;
  }
}
