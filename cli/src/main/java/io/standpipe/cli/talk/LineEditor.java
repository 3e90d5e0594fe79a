package io.standpipe.cli.talk;

import io.standpipe.cli.text.Printable;
import io.standpipe.cli.text.Utf8;
import io.standpipe.framing.FrameException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;

/**
 * A person at a terminal, who edits a line while what the program says appears above it. What the
 * program has begun and not ended stands before that line, as the prompt that it mostly is.
 *
 * <p>{@link #read} is for one thread, the {@linkplain #output audiences} for others. All state is
 * guarded by JLine's own lock: it calls back under it, and a second lock could only be taken in the
 * wrong order.
 */
final class LineEditor {
  /** Who hears what the person does; on the thread that reads. */
  interface Person {
    /** A line was typed: whether there is somebody to type on for. */
    boolean typed(String line) throws IOException;

    /** Ctrl-C was pressed: whether there is somebody to type on for. */
    boolean interrupted() throws IOException;

    /** Ctrl-D was pressed on an empty line: nothing more is typed. */
    void ended() throws IOException;
  }

  /** JLine's, with its lock. */
  private static final class Reader extends LineReaderImpl {
    Reader(Terminal terminal) throws IOException {
      super(terminal, "standpipe");
    }

    ReentrantLock lock() {
      return lock;
    }

    boolean isAtLine() {
      return reading;
    }
  }

  private static final String CTRL_C = "\003";

  private final Terminal terminal;
  private final Reader reader;
  private final ReentrantLock lock;
  private final Output standard = new Output();
  private final Output error = new Output();
  private boolean ended;
  private volatile boolean over;

  LineEditor(Terminal terminal) throws IOException {
    this.terminal = terminal;
    this.reader = new Reader(terminal);
    this.lock = reader.lock();
    reader.getWidgets().put(LineReader.CALLBACK_INIT, this::begin);
    keys(reader).bind(new Reference(LineReader.INTERRUPT), CTRL_C);
    reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true); // "!" is a sign as any other
    reader.option(LineReader.Option.INSERT_TAB, true);
  }

  private static KeyMap<Binding> keys(LineReader reader) {
    return Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN));
  }

  /** Shows what the program says on its standard output. */
  MessageHandler output() {
    return standard;
  }

  /** Shows what the program says on its standard error. */
  MessageHandler error() {
    return error;
  }

  /** Shows why a line was not sent. */
  void complain(FrameException why) {
    lock.lock();
    try {
      show(complaint(why));
    } finally {
      lock.unlock();
    }
  }

  private static String complaint(FrameException why) {
    return "standpipe: " + Printable.text(String.valueOf(why.getMessage())) + "\n";
  }

  /** Blocks until the person has ended, nobody listens any more, or {@link #end}. */
  void read(Person person) throws IOException {
    try {
      boolean goesOn = true;
      while (goesOn && !over) {
        goesOn = readLine(person);
      }
    } finally {
      stopReading();
    }
  }

  private boolean readLine(Person person) throws IOException {
    try {
      String text = reader.readLine();
      promptIsShown();
      boolean goesOn = true;
      for (String line : text.split("\n", -1)) { // several, if they were pasted
        goesOn = goesOn && person.typed(line);
      }
      return goesOn;
    } catch (UserInterruptException e) {
      promptIsShown();
      return !over && person.interrupted(); // or by end()
    } catch (EndOfFileException e) {
      person.ended();
      return false;
    } catch (IllegalStateException e) {
      return goOnUnlessClosed(e);
    }
  }

  /** When this JVM is told to end, JLine puts the terminal back and closes it under our feet. */
  private static boolean goOnUnlessClosed(IllegalStateException e) {
    if (!String.valueOf(e.getMessage()).contains("closed")) {
      throw e;
    }
    return false;
  }

  /** Ends {@link #read}, on its thread: the line that was begun is dropped. */
  void end(Thread readingThread) {
    over = true;
    reader.option(LineReader.Option.ERASE_LINE_ON_FINISH, true);
    readingThread.interrupt();
  }

  private void stopReading() {
    lock.lock();
    try {
      promptIsShown();
      ended = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * JLine has begun with a line, and holds the lock.
   *
   * <p>The prompt may have come before that, and could not be shown then; and where there is none,
   * nothing else sends how the keys are to come. Ctrl-C becomes a key: as a signal JLine makes an
   * interrupt of the thread of it, which ends one line and now and then the next one too.
   */
  private boolean begin() {
    Attributes keys = terminal.getAttributes();
    keys.setControlChar(ControlChar.VINTR, 0);
    terminal.setAttributes(keys);
    showPrompt();
    terminal.flush();
    return true;
  }

  /** Under the lock. */
  private void showPrompt() {
    standard.displayed = standard.begun.length();
    error.displayed = error.begun.length();
    String prompt = error.unshown() + standard.unshown();
    reader.setPrompt(prompt.replace("%", "%%")); // which is special there
  }

  /** The line with it is complete: the rest of it belongs to the next. */
  private void promptIsShown() {
    lock.lock();
    try {
      standard.shown = standard.displayed;
      error.shown = error.displayed;
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void show(String lines) {
    try {
      showOpen(lines);
    } catch (IllegalStateException e) {
      goOnUnlessClosed(e);
    }
  }

  private void showOpen(String lines) {
    if (ended) {
      print(lines + error.takeUnshown() + standard.takeUnshown());
    } else if (!reader.isAtLine()) {
      print(lines); // the rest is for the next prompt
    } else {
      showPrompt();
      if (lines.isEmpty()) {
        reader.callWidget(LineReader.REDISPLAY);
        terminal.flush();
      } else {
        reader.printAbove(lines);
      }
    }
  }

  private void print(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  /** One stream of the program's. */
  private final class Output implements MessageHandler {
    private final StringBuilder lines = new StringBuilder();
    private String begun = "";

    /** How much of {@link #begun} stands before the line that is edited. */
    private int displayed;

    /** How much of it stands on lines that are complete. */
    private int shown;

    @Override
    public void message(byte[] message, boolean whole) {
      lock.lock();
      try {
        String rest = unshown(Printable.line(message, message.length));
        if (whole || !rest.isEmpty()) {
          lines.append(rest).append('\n');
        }
        begun = "";
        displayed = 0;
        shown = 0;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void flush(byte[] line) {
      lock.lock();
      try {
        begun = Printable.line(line, line.length - Utf8.unfinished(line, line.length));
        String complete = lines.toString();
        lines.setLength(0);
        show(complete);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void malformed(FrameException why) {
      lock.lock();
      try {
        lines.append(complaint(why));
      } finally {
        lock.unlock();
      }
    }

    private String unshown() {
      return unshown(begun);
    }

    private String unshown(String line) {
      return line.substring(Math.min(shown, line.length()));
    }

    private String takeUnshown() {
      String rest = unshown();
      shown = begun.length();
      return rest;
    }
  }
}
