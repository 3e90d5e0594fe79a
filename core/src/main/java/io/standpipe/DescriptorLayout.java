package io.standpipe;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.F_SETFL;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.SpawnPlan;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of one start: numbers for the child, ends for us.
 *
 * <ol>
 *   <li>Whatever is opened here is noted at once, before anything else can fail.
 *   <li>What the child gets blocks and is shared with nobody: a description of its own.
 *   <li>{@link #release} after the spawn closes what was the child's alone; our ends stay.
 *   <li>{@link #abandon} closes everything: nothing is left of a start that failed.
 * </ol>
 *
 * <p>Used by one thread, for one start.
 */
final class DescriptorLayout {
  private static final int CREATE_MODE = 0666;
  private static final int LAST_STANDARD = 2;
  private static final String[] STANDARD = {"stdin", "stdout", "stderr"};

  final SortedMap<Integer, PipeWriter> writers = new TreeMap<>();
  final SortedMap<Integer, PipeReader> readers = new TreeMap<>();
  final SortedMap<Integer, OutputCollector> captures = new TreeMap<>();
  final List<InputPump> feeds = new ArrayList<>();

  private final Posix posix;
  private final String program;
  private final int[] numbers;
  private final int[] copyOf;
  private final List<Descriptor> lent = new ArrayList<>();
  private final List<End> handedOver = new ArrayList<>();
  private @Nullable PseudoTerminal terminal;
  private boolean sharesTerminal;

  private DescriptorLayout(Posix posix, String program, int size) {
    this.posix = posix;
    this.program = program;
    this.numbers = new int[size];
    this.copyOf = new int[size];
    Arrays.fill(numbers, -1);
    Arrays.fill(copyOf, -1);
  }

  /** Opens everything that {@code redirects} say, or nothing. */
  static DescriptorLayout open(Posix posix, String program, SortedMap<Integer, Redirect> redirects)
      throws IOException {
    int last = redirects.isEmpty() ? 0 : redirects.lastKey();
    int size = Math.max(last, LAST_STANDARD) + 1;
    var wiring = new DescriptorLayout(posix, program, size);
    boolean done = false;
    try {
      for (int n = 0; n <= LAST_STANDARD; n++) {
        redirects.getOrDefault(n, Redirect.inherit()).connect(wiring, n);
      }
      for (Map.Entry<Integer, Redirect> extra : redirects.tailMap(LAST_STANDARD + 1).entrySet()) {
        extra.getValue().connect(wiring, extra.getKey());
      }
      wiring.copyPlaces(redirects.keySet());
      done = true;
    } finally {
      if (!done) {
        wiring.abandon();
      }
    }
    return wiring;
  }

  /** This process's descriptors, by the child's number; −1 where the child has none. */
  List<Integer> numbers() {
    var list = new ArrayList<Integer>(numbers.length);
    for (int number : numbers) {
      list.add(number);
    }
    return list;
  }

  /**
   * Whether the child shares a terminal with us: it must then stay in our process group. One that
   * has a terminal of its own leads a session, and no other terminal's job control concerns it.
   */
  boolean sharesTerminal() {
    return sharesTerminal && terminal == null;
  }

  /** The child's own terminal, if it has one. */
  @Nullable PseudoTerminal terminal() {
    return terminal;
  }

  /**
   * Our own descriptor {@code n}; where it is closed, or a file of the JVM's, the child has none.
   */
  void share(int n) {
    int terminal = StandardDescriptors.isGiven(n) ? posix.isatty(n) : -Errno.EBADF;
    if (terminal != -Errno.EBADF) {
      numbers[n] = n;
      sharesTerminal |= terminal == 1;
    }
  }

  /** An end that is the child's alone: closed here after the start. */
  void lend(int n, Descriptor end) {
    int number = end.acquire();
    if (number < 0) {
      throw new IllegalStateException("an end for one start was used twice: " + end);
    }
    lent.add(end);
    numbers[n] = number;
  }

  private void giveUpLent() {
    for (Descriptor end : lent) {
      end.release();
      end.close();
    }
  }

  void handOver(End end) {
    handedOver.add(end);
  }

  void sameAs(int n, int other) {
    if (other < 0) {
      throw notGiven(other);
    }
    copyOf[n] = other;
  }

  private static IllegalArgumentException notGiven(int other) {
    return new IllegalArgumentException(
        "sameAs(…) expects another descriptor that the child is given: " + other);
  }

  /** Followed to its end: the other may itself be the same as a third. */
  private void copyPlaces(Set<Integer> given) {
    for (int n = 0; n < numbers.length; n++) {
      int source = n;
      for (int steps = 0; copyOf[source] >= 0; steps++) {
        int other = copyOf[source];
        boolean isGiven = other <= LAST_STANDARD || given.contains(other);
        if (!isGiven) {
          throw notGiven(other);
        }
        if (steps > numbers.length) {
          throw new IllegalArgumentException(circle(other));
        }
        source = other;
      }
      numbers[n] = numbers[source];
    }
  }

  private String circle(int start) {
    var places = new StringJoiner(", ");
    int n = start;
    do {
      places.add(n + " is the same as " + copyOf[n]);
      n = copyOf[n];
    } while (n != start);
    return "sameAs(…) goes round in a circle: descriptor "
        + places
        + "; say of one of them what it is";
  }

  PipeWriter pipeToChild(int n) throws IOException {
    Descriptor[] ends = pipe(posix, program);
    lend(n, ends[0]);
    PipeWriter writer = PipeWriter.own(ends[1], nameOf(n));
    writers.put(n, writer);
    return writer;
  }

  PipeReader pipeFromChild(int n) throws IOException {
    Descriptor[] ends = pipe(posix, program);
    lend(n, ends[1]);
    PipeReader reader = PipeReader.own(ends[0], nameOf(n));
    readers.put(n, reader);
    return reader;
  }

  /** The first number opens it; our ends go by the child's input and output. */
  void terminal(int n, Terminal settings) throws IOException {
    if (terminal == null) {
      terminal = PseudoTerminal.open(posix, settings, program);
    }
    numbers[n] = SpawnPlan.TERMINAL;
    if (n == 0) {
      writers.put(n, terminal.writer());
    } else if (n == 1) {
      readers.put(n, terminal.reader());
    }
  }

  void closeTerminalWriter() {
    Objects.requireNonNull(terminal).writer().close();
  }

  void captureTerminal(int n, int limit) {
    captures.put(n, new OutputCollector(Objects.requireNonNull(terminal).reader(), limit, false));
  }

  void input(int n, byte[] bytes) throws IOException {
    feeds.add(new InputPump(pipeToChild(n), bytes));
  }

  void capture(int n, int limit, boolean tail) throws IOException {
    captures.put(n, new OutputCollector(pipeFromChild(n), limit, tail));
  }

  /** A pipe, read end first. It blocks, as a child's end must; our own is changed when wrapped. */
  static Descriptor[] pipe(Posix posix, String forWhom) throws ErrnoException {
    int[] ends = new int[2];
    int result = posix.pipe2(ends, O_CLOEXEC);
    if (result < 0) {
      throw new ErrnoException("open a pipe for " + forWhom, -result);
    }
    return new Descriptor[] {Descriptor.own(posix, ends[0]), Descriptor.own(posix, ends[1])};
  }

  /**
   * A file for the child. Opened without waiting, for the path may name a fifo that nobody has
   * open, and then made to block.
   */
  Descriptor openFile(Path file, int flags) throws ErrnoException {
    int all = flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    int number = posix.open(Escaping.word(file), all, CREATE_MODE);
    if (number < 0) {
      String advice =
          number == -Errno.ENXIO ? "it is a fifo that nobody reads; start the reader first" : "";
      throw new ErrnoException("open " + file + " for " + program, -number, advice);
    }
    return blocking(number);
  }

  /** Another description on the pipe of one of our ends, for the child to block in as it likes. */
  Descriptor duplicate(End end, boolean read) throws IOException {
    end.ensureOpen();
    int number =
        end.call(fd ->
            end.exclusive
                ? InheritedDescriptor.reopen(posix, fd, read)
                : posix.fcntl(fd, F_DUPFD_CLOEXEC, 0));
    if (number == -Errno.ENXIO) {
      String advice =
          "it is our side of a terminal, which cannot be shared; move the bytes by code";
      throw new ErrnoException("pass to " + program + " the " + end.of, Errno.ENXIO, advice);
    }
    if (number < 0) {
      throw end.failed("pass to " + program + " the", -number);
    }
    return end.exclusive ? blocking(number) : Descriptor.own(posix, number);
  }

  private Descriptor blocking(int number) throws ErrnoException {
    int flags = posix.fcntl(number, F_GETFL, 0);
    int result = flags < 0 ? flags : posix.fcntl(number, F_SETFL, flags & ~O_NONBLOCK);
    if (result < 0) {
      posix.close(number);
      throw new ErrnoException("make descriptor " + number + " blocking", -result);
    }
    return Descriptor.own(posix, number);
  }

  /** Our ends of all pipes, and of the terminal. */
  List<End> ends() {
    var ends = new LinkedHashSet<End>();
    writers.values().forEach(writer -> ends.add(writer.end));
    readers.values().forEach(reader -> ends.add(reader.end));
    if (terminal != null) {
      ends.add(terminal.writer().end);
      ends.add(terminal.reader().end);
    }
    return new ArrayList<>(ends);
  }

  /** After a spawn: the child has its own copies now. */
  void release() {
    giveUpLent();
    handedOver.forEach(End::close);
  }

  /** After a failure: as if nothing had been tried; ends to be handed over stay open. */
  void abandon() {
    giveUpLent();
    closeOurs();
  }

  /** Our ends of all pipes, but for those whose late output is read and dropped until it ends. */
  void closeOurs() {
    writers.values().forEach(PipeWriter::close);
    for (Map.Entry<Integer, PipeReader> reader : readers.entrySet()) {
      OutputCollector capture = captures.get(reader.getKey());
      if (capture == null || !capture.isDropping()) {
        reader.getValue().close();
      }
    }
    if (terminal != null) {
      terminal.writer().close();
      if (!readers.containsValue(terminal.reader())) {
        terminal.reader().close();
      }
    }
  }

  private String nameOf(int n) {
    return (n <= LAST_STANDARD ? STANDARD[n] : "descriptor " + n) + " of " + program;
  }
}
