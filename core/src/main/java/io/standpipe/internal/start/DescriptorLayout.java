package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.F_GETFL;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.Drain;
import io.standpipe.internal.io.End;
import io.standpipe.internal.io.InputPump;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.io.PtyChannel;
import io.standpipe.internal.io.PtySettings;
import io.standpipe.internal.io.RawPipe;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.Relay;
import io.standpipe.internal.io.StandardDescriptors;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.SpawnPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of one start: numbers for the child, ends for us.
 *
 * <ol>
 *   <li>Whatever is opened here is recorded at once, before anything else can fail.
 *   <li>What the child gets blocks, and is a description of its own.
 *   <li>{@link #release} after the spawn closes what was the child's alone; our ends stay.
 *   <li>{@link #abandon} closes everything: a start that failed leaves nothing.
 * </ol>
 *
 * <p>Used by one thread, for one start. Afterwards any thread may add a collector or a pump.
 */
final class DescriptorLayout {
  private static final int LAST_STANDARD = 2;
  private static final String[] STANDARD = {"stdin", "stdout", "stderr"};

  private final SortedMap<Integer, WriteEnd> writers = new TreeMap<>();
  private final SortedMap<Integer, ReadEnd> readers = new TreeMap<>();
  private final SortedMap<Integer, OutputCollector> collectors = new ConcurrentSkipListMap<>();
  private final List<InputPump> pumps = new CopyOnWriteArrayList<>();
  private final List<Descriptor> lent = new ArrayList<>();
  private final List<End> handedOver = new ArrayList<>();
  private final Posix posix;
  private final String program;
  private final ChildFiles files;
  private final InheritedFiles inherited;
  private final DescriptorNumbers numbers;
  private @Nullable PtyChannel terminal;
  private boolean sharesTerminal;

  private DescriptorLayout(Posix posix, String program, int size) {
    this.posix = posix;
    this.program = program;
    this.files = new ChildFiles(posix, program);
    this.inherited = new InheritedFiles(posix, program);
    this.numbers = new DescriptorNumbers(size);
  }

  /** Opens everything that {@code redirects} name, or nothing. */
  static DescriptorLayout open(
      Posix posix, String program, SortedMap<Integer, RedirectSpec> redirects) throws IOException {
    RedirectCheck.all(posix, program, redirects);
    int last = redirects.isEmpty() ? 0 : redirects.lastKey();
    var layout = new DescriptorLayout(posix, program, Math.max(last, LAST_STANDARD) + 1);
    boolean done = false;
    try {
      for (int n = 0; n <= LAST_STANDARD; n++) {
        layout.place(n, redirects.getOrDefault(n, new RedirectSpec.Inherit()));
      }
      for (Map.Entry<Integer, RedirectSpec> extra :
          redirects.tailMap(LAST_STANDARD + 1).entrySet()) {
        layout.place(extra.getKey(), extra.getValue());
      }
      for (int n : redirects.keySet()) {
        layout.numbers.copy(n, RedirectCopies.source(n, redirects));
      }
      done = true;
    } finally {
      if (!done) {
        layout.abandon();
      }
    }
    return layout;
  }

  private void place(int n, RedirectSpec redirect) throws IOException {
    switch (redirect) {
      case RedirectSpec.Inherit() -> share(n);
      case RedirectSpec.Nothing() -> lend(n, files.nothing());
      case RedirectSpec.Pipe() -> placePipe(n);
      case RedirectSpec.PipeToChild() -> pipeToChild(n);
      case RedirectSpec.PipeFromChild() -> pipeFromChild(n);
      case RedirectSpec.OfFile file -> lend(n, files.open(file.file(), file.mode()));
      case RedirectSpec.OfEnd(End end, RedirectSpec.AfterStart ours) -> {
        lend(n, blocking(files.duplicate(end), n));
        if (ours == RedirectSpec.AfterStart.CLOSE) {
          handedOver.add(end);
        }
      }
      case RedirectSpec.Lent(Descriptor end) -> lend(n, end);
      case RedirectSpec.SameAs copy -> {} // when all others have their places
      case RedirectSpec.OfTerminal wanted -> placeTerminal(n, wanted);
      case RedirectSpec.Input(byte[] bytes) -> pumps.add(new InputPump(pipeToChild(n), bytes));
      case RedirectSpec.Collected(int maxBytes, Keep keep) ->
          collectors.put(n, new OutputCollector(pipeFromChild(n), maxBytes, keep));
      case RedirectSpec.CollectedTerminal(RedirectSpec.OfTerminal wanted, int maxBytes) -> {
        ReadEnd reader = placeTerminal(n, wanted).reader();
        collectors.put(n, new OutputCollector(reader, maxBytes, Keep.FIRST));
      }
    }
  }

  /**
   * Shares our own descriptor {@code n}; where it is closed, or a file of the JVM's, the child has
   * none. Whatever it gets instead of a non-blocking one is as good.
   */
  private void share(int n) throws IOException {
    int flags = StandardDescriptors.isGiven(n) ? posix.fcntl(n, F_GETFL, 0) : -Errno.EBADF;
    if (flags == -Errno.EBADF) {
      return;
    }
    if (flags < 0) {
      throw new ErrnoException("pass " + StandardDescriptors.nameOf(n) + " to " + program, -flags);
    }
    sharesTerminal |= posix.isatty(n) == 1;
    Optional<Descriptor> instead = inherited.insteadOf(n, flags, n);
    if (instead.isPresent()) {
      lend(n, instead.get());
    } else {
      numbers.put(n, n);
    }
  }

  /** A copy of one of our ends may share a description that another process made non-blocking. */
  private Descriptor blocking(Descriptor copy, int n) throws ErrnoException {
    boolean done = false;
    try {
      int fd = copy.number();
      Optional<Descriptor> instead = inherited.insteadOf(fd, posix.fcntl(fd, F_GETFL, 0), n);
      instead.ifPresent(other -> copy.close());
      done = true;
      return instead.orElse(copy);
    } finally {
      if (!done) {
        copy.close();
      }
    }
  }

  /** Gives the child an end that is its alone: closed here after the start. */
  private void lend(int n, Descriptor end) {
    int number = end.acquire();
    if (number < 0) {
      throw new IllegalStateException("an end for one start was used twice: " + end);
    }
    lent.add(end);
    numbers.put(n, number);
  }

  private void placePipe(int n) throws IOException {
    if (n == 0) {
      pipeToChild(n);
    } else {
      pipeFromChild(n);
    }
  }

  private WriteEnd pipeToChild(int n) throws IOException {
    RawPipe pipe = openPipe();
    lend(n, pipe.readEnd());
    WriteEnd writer = WriteEnd.own(pipe.writeEnd(), nameOf(n));
    writers.put(n, writer);
    return writer;
  }

  private ReadEnd pipeFromChild(int n) throws IOException {
    RawPipe pipe = openPipe();
    lend(n, pipe.writeEnd());
    ReadEnd reader = ReadEnd.own(pipe.readEnd(), nameOf(n));
    readers.put(n, reader);
    return reader;
  }

  private RawPipe openPipe() throws IOException {
    return RawPipe.open(posix, "a pipe for " + program);
  }

  /** The first number opens the terminal; our ends go by the child's input and output. */
  private PtyChannel placeTerminal(int n, RedirectSpec.OfTerminal wanted) throws IOException {
    if (terminal == null) {
      PtySettings settings = wanted.settings();
      terminal = PtyChannel.open(posix, settings, program);
    }
    numbers.put(n, SpawnPlan.TERMINAL);
    if (n == 0) {
      writers.put(n, terminal.writer());
    } else if (n == 1) {
      readers.put(n, terminal.reader());
    }
    if (wanted.use() == RedirectSpec.TerminalUse.OUTPUT_ONLY) {
      terminal.writer().close();
    }
    return terminal;
  }

  private String nameOf(int n) {
    return (n <= LAST_STANDARD ? STANDARD[n] : "descriptor " + n) + " of " + program;
  }

  /** This process's descriptors, by the child's number; −1 where the child has none. */
  List<Integer> numbers() {
    return numbers.list();
  }

  SortedMap<Integer, WriteEnd> writers() {
    return writers;
  }

  SortedMap<Integer, ReadEnd> readers() {
    return readers;
  }

  SortedMap<Integer, OutputCollector> collectors() {
    return collectors;
  }

  List<InputPump> pumps() {
    return pumps;
  }

  Collection<Relay> relays() {
    return inherited.relays();
  }

  /**
   * Whether the child shares a terminal with us: then it must stay in our process group. A child
   * that has a terminal of its own leads a session, and no other terminal's job control concerns
   * it.
   */
  boolean sharesTerminal() {
    return sharesTerminal && terminal == null;
  }

  /** The child's own terminal, if it has one. */
  @Nullable PtyChannel terminal() {
    return terminal;
  }

  /** Our ends of all pipes, and of the terminal. */
  List<End> ends() {
    var ends = new LinkedHashSet<End>(writers.values());
    ends.addAll(readers.values());
    if (terminal != null) {
      ends.add(terminal.writer());
      ends.add(terminal.reader());
    }
    return new ArrayList<>(ends);
  }

  /**
   * Starts what writes the child's input and keeps its output. Before the spawn, so that a thread
   * that cannot be started is noticed while no program runs.
   */
  void startPumps() {
    pumps.forEach(InputPump::start);
    collectors.values().forEach(OutputCollector::start);
    relays().forEach(Relay::start);
  }

  /** After a spawn: the child has its own copies now. */
  void release() {
    closeLent();
    handedOver.forEach(End::close);
  }

  /** After a failure: as if nothing had been tried; ends to be handed over stay open. */
  void abandon() {
    closeLent();
    relays().forEach(Relay::stop);
    closeOurs();
  }

  private void closeLent() {
    for (Descriptor end : lent) {
      end.release();
      end.close();
    }
  }

  /** Closes our ends, except those whose late output is read and dropped until it ends. */
  void closeOurs() {
    closeOurs(End::close);
  }

  /** As {@link #closeOurs}, but all that still comes is read and dropped until it ends. */
  void drainOurs() {
    closeOurs(DescriptorLayout::drain);
  }

  private void closeOurs(Consumer<ReadEnd> close) {
    writers.values().forEach(End::close);
    for (Map.Entry<Integer, ReadEnd> reader : readers.entrySet()) {
      OutputCollector collector = collectors.get(reader.getKey());
      if (collector == null || !collector.isDropping()) {
        close.accept(reader.getValue());
      }
    }
    if (terminal != null) {
      terminal.writer().close();
      if (!readers.containsValue(terminal.reader())) {
        close.accept(terminal.reader());
      }
    }
  }

  private static void drain(ReadEnd end) {
    try {
      Drain.instead(end);
    } catch (IOException e) {
      end.close(); // there is no descriptor left to read on with, or it is closed already
    }
  }
}
