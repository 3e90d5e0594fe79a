package io.standpipe.internal.start;

import io.standpipe.internal.posix.Posix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What programs themselves offer against holding output back, by the names they are known by.
 *
 * <p>Source: their manuals; {@code BufferingTest} tries each one that is installed.
 */
final class UnbufferedSwitches {
  /** How a kind of program buffers, and what changes that. */
  private enum Habit {
    /** It writes at once. */
    HOLDS_NOTHING_BACK,
    /** It has buffers of its own, which stdbuf does not reach, and asks for a terminal. */
    LOOKS_FOR_A_TERMINAL,
    OPTION,
    VARIABLE
  }

  private record Entry(Habit habit, List<String> words) {
    Entry(Habit habit, String... words) {
      this(habit, List.of(words));
    }
  }

  private static final Entry LINE_BUFFERED = new Entry(Habit.OPTION, "--line-buffered");
  private static final Entry PYTHON = new Entry(Habit.VARIABLE, "PYTHONUNBUFFERED", "1");
  private static final Entry NOTHING = new Entry(Habit.HOLDS_NOTHING_BACK);

  private static final Map<String, Entry> KNOWN =
      Map.ofEntries(
          Map.entry("python", PYTHON),
          Map.entry("pypy", PYTHON),
          // perlrun(1): what follows -M is put behind "use"; lib does nothing without a list.
          Map.entry("perl", new Entry(Habit.VARIABLE, "PERL5OPT", "-Mlib;$|=1")),
          Map.entry("ruby", new Entry(Habit.LOOKS_FOR_A_TERMINAL)),
          Map.entry("grep", LINE_BUFFERED),
          Map.entry("egrep", LINE_BUFFERED),
          Map.entry("fgrep", LINE_BUFFERED),
          Map.entry("rg", LINE_BUFFERED),
          Map.entry("sed", new Entry(Habit.OPTION, "-u")),
          Map.entry("jq", new Entry(Habit.OPTION, "--unbuffered")),
          Map.entry("mawk", new Entry(Habit.OPTION, "-W", "interactive")),
          Map.entry("tcpdump", new Entry(Habit.OPTION, "-l")),
          Map.entry("tshark", new Entry(Habit.OPTION, "-l")),
          Map.entry("node", NOTHING),
          Map.entry("java", NOTHING));

  private final Posix posix;
  private final boolean script;
  private final @Nullable Entry entry;

  private UnbufferedSwitches(Posix posix, boolean script, @Nullable Entry entry) {
    this.posix = posix;
    this.script = script;
    this.entry = entry;
  }

  static UnbufferedSwitches of(Posix posix, ProgramFile file) {
    Optional<String> known = file.names().stream().filter(KNOWN::containsKey).findFirst();
    return new UnbufferedSwitches(posix, file.isScript(), known.map(KNOWN::get).orElse(null));
  }

  boolean holdsNothingBack() {
    return entry != null && entry.habit() == Habit.HOLDS_NOTHING_BACK;
  }

  boolean looksForATerminal() {
    return entry != null && entry.habit() == Habit.LOOKS_FOR_A_TERMINAL;
  }

  /** The command with it, if there is one. A script's interpreter can be given a variable only. */
  Optional<CommandSpec> addTo(CommandSpec command) {
    if (entry == null) {
      return Optional.empty();
    }
    return switch (entry.habit()) {
      case VARIABLE ->
          Optional.of(withVariable(command, entry.words().get(0), entry.words().get(1)));
      case OPTION -> script ? Optional.empty() : Optional.of(withOption(command, entry.words()));
      case HOLDS_NOTHING_BACK, LOOKS_FOR_A_TERMINAL -> Optional.empty();
    };
  }

  /** The user may have set the variable already: perl takes several words. */
  private CommandSpec withVariable(CommandSpec command, String name, String value) {
    String before = command.environment().get(posix, name);
    boolean several = name.equals("PERL5OPT") && before != null && !before.isEmpty();
    return command.withVariable(name, several ? before + " " + value : value);
  }

  private static CommandSpec withOption(CommandSpec command, List<String> option) {
    List<String> words = new ArrayList<>(command.words());
    words.addAll(1, option);
    return command.withWords(words);
  }
}
