package io.standpipe.cli.talk;

import io.standpipe.cli.text.Utf8;
import io.standpipe.framing.FrameException;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Lets a user at a terminal edit a line while what the program says appears above it. A line that
 * the program has begun but not ended stands before the edited line, because it is usually a
 * prompt.
 *
 * <p>One thread calls {@link #read}; others use the handlers {@link #output} and {@link #error}.
 * All state is guarded by JLine's own lock. JLine calls back while it holds that lock, so a second
 * lock would be taken in both orders.
 */
final class LineEditor {
  /** Receives what the user types, on the thread that reads. */
  interface InputListener {
    /**
     * The user typed a line. Returns whether to read another.
     *
     * @param hidden whether it was not shown, because the program asked for a secret
     */
    boolean typed(String line, boolean hidden) throws IOException;

    /** The user pressed Ctrl-C. Returns whether to read another line. */
    boolean interrupted() throws IOException;

    /** The user pressed Ctrl-D on an empty line: no more lines will come. */
    void ended() throws IOException;
  }

  /** JLine's reader, with access to its lock. */
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

    /** For the line that is being edited. The caller holds the lock. */
    void mask(MaskingCallback mask) {
      maskingCallback = mask;
    }
  }

  private static final String CTRL_C = "\003";

  private final Terminal terminal;
  private final Reader reader;
  private final ReentrantLock lock;
  private final Output standard = new Output();
  private final Output error = new Output();
  private boolean ended;

  /** Whether the edited line is a secret, even if only a part of it was typed as one. */
  private boolean hidden;

  /** Whether what is typed at this moment must not be seen. */
  private volatile BooleanSupplier hides = () -> false;

  private volatile boolean over;

  LineEditor(Terminal terminal) throws IOException {
    this.terminal = terminal;
    this.reader = new Reader(terminal);
    this.lock = reader.lock();
    reader.getWidgets().put(LineReader.CALLBACK_INIT, this::begin);
    keys(reader).bind(new Reference(LineReader.INTERRUPT), CTRL_C);
    reader.option(
        LineReader.Option.DISABLE_EVENT_EXPANSION, true); // "!" is a character like any other
    reader.option(LineReader.Option.INSERT_TAB, true);
  }

  private static KeyMap<Binding> keys(LineReader reader) {
    return Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN));
  }

  /** Shows what the program writes to its standard output. */
  MessageHandler output() {
    return standard;
  }

  /** Shows what the program writes to its standard error. */
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
    return "standpipe: " + Escaping.printable(String.valueOf(why.getMessage())) + "\n";
  }

  /** A line for the terminal, without a return at its end, which would move nothing. */
  private static String shown(byte[] bytes, int length) {
    boolean returned = length > 0 && bytes[length - 1] == '\r';
    return Escaping.printable(bytes, returned ? length - 1 : length);
  }

  /**
   * Blocks until the user has ended the input, the listener wants no more, or {@link #end}.
   *
   * @param hiding whether the program's terminal hides what is typed, at the moment of the call
   */
  void read(InputListener listener, BooleanSupplier hiding) throws IOException {
    hides = hiding;
    try {
      boolean goesOn = true;
      while (goesOn && !over) {
        goesOn = readLine(listener);
      }
    } finally {
      stopReading();
    }
  }

  private boolean readLine(InputListener listener) throws IOException {
    try {
      String text = reader.readLine();
      boolean secret = isHidden();
      promptIsShown();
      boolean goesOn = true;
      for (String line : text.split("\n", -1)) { // several, if they were pasted
        goesOn = goesOn && listener.typed(line, secret);
      }
      return goesOn;
    } catch (UserInterruptException e) {
      promptIsShown();
      return !over && listener.interrupted(); // end() interrupts too
    } catch (EndOfFileException e) {
      listener.ended();
      return false;
    } catch (IllegalStateException e) {
      return goOnUnlessClosed(e);
    }
  }

  /** When a signal ends this JVM, JLine restores and closes the terminal while we use it. */
  private static boolean goOnUnlessClosed(IllegalStateException e) {
    if (!String.valueOf(e.getMessage()).contains("closed")) {
      throw e;
    }
    return false;
  }

  /** Ends {@link #read} on {@code readingThread}. The line that the user has begun is dropped. */
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
   * JLine calls this, holding the lock, when it begins to read a line.
   *
   * <p>A prompt may have come earlier, when it could not be shown. Without a prompt nothing else
   * flushes JLine's settings for the keys to the terminal. Ctrl-C becomes a key, because JLine
   * turns the signal into an interrupt of the thread, which ends one line and sometimes the next
   * one too.
   */
  private boolean begin() {
    Attributes keys = terminal.getAttributes();
    keys.setControlChar(ControlChar.VINTR, 0);
    terminal.setAttributes(keys);
    hidden = false;
    reader.mask(new Secrecy());
    showPrompt();
    terminal.flush();
    return true;
  }

  /** The caller holds the lock. */
  private void showPrompt() {
    standard.displayed = standard.begun.length();
    error.displayed = error.begun.length();
    String prompt = error.unshown() + standard.unshown();
    reader.setPrompt(prompt.replace("%", "%%")); // % is special in a prompt
    // Until the end of the line, even if another prompt follows: part of it may be typed already.
    hidden |= SecretPrompt.asksForSecret(prompt);
  }

  private boolean isHidden() {
    lock.lock();
    try {
      hidden |= hides.getAsBoolean();
      return hidden;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hides the line that answers a prompt for a secret, or is typed while the program has its echo
   * turned off. It asks at each key: a program may turn it off a moment after its prompt. JLine
   * calls this, holding the lock.
   */
  private final class Secrecy implements MaskingCallback {
    @Override
    public String display(String line) {
      boolean now = hides.getAsBoolean();
      hidden |= now && !line.isEmpty();
      return hidden || now ? "" : line;
    }

    @Override
    public @Nullable String history(String line) {
      hidden |= hides.getAsBoolean();
      return hidden ? null : line;
    }
  }

  /** The edited line is complete. The rest of the program's line belongs to the next prompt. */
  private void promptIsShown() {
    lock.lock();
    try {
      standard.shown = standard.displayed;
      error.shown = error.displayed;
    } finally {
      lock.unlock();
    }
  }

  /** The caller holds the lock. */
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

  /** Shows one output stream of the program. */
  private final class Output implements MessageHandler {
    private final StringBuilder lines = new StringBuilder();
    private String begun = "";

    /** How many characters of {@link #begun} stand before the edited line. */
    private int displayed;

    /** How many characters of it stand on complete lines. */
    private int shown;

    @Override
    public void message(byte[] message, boolean whole) {
      lock.lock();
      try {
        String rest = unshown(shown(message, message.length));
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
        begun = shown(line, line.length - Utf8.unfinished(line, line.length));
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
