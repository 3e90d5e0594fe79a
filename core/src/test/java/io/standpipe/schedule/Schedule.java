package io.standpipe.schedule;

import io.standpipe.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Who does what: for each thread its kind and its operations. The same for the same seed.
 *
 * @param threads one list of operations each
 * @param rest how long all of them are left alone before both ends are closed
 */
record Schedule(
    long seed, List<ThreadKind> kinds, List<List<Operation>> threads, Operation.Pause rest) {
  /** A write's words are numbered in 16 bits. */
  static final int WORD = 4;

  private static final int MOST_THREADS = 4;
  private static final int MOST_OPERATIONS = 5;
  private static final int MOST_SPINS = 3_000;

  static Schedule of(long seed) {
    return new Author(seed).write();
  }

  private static final class Author {
    private final long seed;
    private final Random random;
    private int threads;
    private int writes;

    Author(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    Schedule write() {
      threads = 2 + random.nextInt(MOST_THREADS - 1);
      var kinds = new ArrayList<ThreadKind>();
      var all = new ArrayList<List<Operation>>();
      for (int i = 0; i < threads; i++) {
        kinds.add(random.nextInt(4) == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL);
        all.add(operations(random.nextBoolean()));
      }
      return new Schedule(seed, kinds, all, pause());
    }

    /** Most threads keep to one side, as programs do. */
    private List<Operation> operations(boolean reads) {
      var operations = new ArrayList<Operation>();
      for (int i = 1 + random.nextInt(MOST_OPERATIONS); i > 0; i--) {
        operations.add(operation(random.nextInt(8) == 0 ? !reads : reads));
      }
      return operations;
    }

    private Operation operation(boolean reads) {
      return switch (random.nextInt(16)) {
        case 0 -> new Operation.Close(side());
        case 1, 2 -> new Operation.Interrupt(random.nextInt(threads));
        case 3, 4 -> pause();
        default ->
            reads
                ? new Operation.Read(bytes(), limit())
                : new Operation.Write(++writes, bytes(), limit());
      };
    }

    private Operation.Side side() {
      return random.nextBoolean() ? Operation.Side.READER : Operation.Side.WRITER;
    }

    private Operation.Pause pause() {
      return new Operation.Pause(random.nextInt(MOST_SPINS));
    }

    /** From a word to three pipes full. */
    private int bytes() {
      int most = random.nextInt(3) == 0 ? 200_000 : 3_000;
      return WORD * (1 + random.nextInt(most / WORD));
    }

    /** Around what a wait spins, and a little more. */
    private @Nullable Duration limit() {
      return random.nextInt(3) == 0 ? Duration.ofNanos(random.nextInt(150_000)) : null;
    }
  }
}
