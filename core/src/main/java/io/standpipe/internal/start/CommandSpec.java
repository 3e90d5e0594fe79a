package io.standpipe.internal.start;

import io.standpipe.internal.text.CommandText;
import io.standpipe.internal.text.PathBytes;
import io.standpipe.internal.text.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What to start: everything that {@link Spawner} reads. Immutable.
 *
 * @param words the program's name and its arguments
 * @param directory where it starts; empty for this process's own directory
 * @param redirects what its descriptors are; the standard ones are inherited where not given
 * @param lifetime what is arranged for its end
 * @param ignoredSignals the signals that it ignores, signal n as bit n−1; all others are at their
 *     default
 * @param script whether it is a shell's script that has no arguments yet
 * @param secrets texts that messages mask
 */
public record CommandSpec(
    List<String> words,
    Environment environment,
    Path directory,
    SortedMap<Integer, RedirectSpec> redirects,
    BufferingMethod buffering,
    Set<Lifetime> lifetime,
    long ignoredSignals,
    boolean script,
    Secrets secrets) {
  private static final String SHELL = "/bin/sh";
  private static final int LAST_DESCRIPTOR = 65_535;
  private static final RedirectSpec INHERIT = new RedirectSpec.Inherit();
  private static final Secrets NO_SECRETS = new Secrets();

  /** Checks the words. */
  public CommandSpec {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a program's name expected: the list is empty");
    }
    words.forEach(w -> PathBytes.requireNoNul("argument", Objects.requireNonNull(w, "argument")));
    words = List.copyOf(words);
  }

  /** With all that a command has by default. */
  public CommandSpec(List<String> words) {
    this(
        words,
        Environment.OWN,
        Path.of(""),
        Collections.emptySortedMap(),
        BufferingMethod.AS_IS,
        Set.of(),
        0,
        false,
        NO_SECRETS);
  }

  /** A copy in the making: each method of CommandSpec that changes a part changes it here. */
  private static final class Copy {
    private List<String> words;
    private Environment environment;
    private Path directory;
    private SortedMap<Integer, RedirectSpec> redirects;
    private BufferingMethod buffering;
    private Set<Lifetime> lifetime;
    private long ignoredSignals;
    private boolean script;
    private Secrets secrets;

    private Copy(CommandSpec of) {
      this.words = of.words;
      this.environment = of.environment;
      this.directory = of.directory;
      this.redirects = of.redirects;
      this.buffering = of.buffering;
      this.lifetime = of.lifetime;
      this.ignoredSignals = of.ignoredSignals;
      this.script = of.script;
      this.secrets = of.secrets;
    }

    private CommandSpec done() {
      return new CommandSpec(
          words,
          environment,
          directory,
          redirects,
          buffering,
          lifetime,
          ignoredSignals,
          script,
          secrets);
    }
  }

  private CommandSpec with(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.done();
  }

  /** A script for {@code /bin/sh -c}. */
  public static CommandSpec shell(String script) {
    return new CommandSpec(List.of(SHELL, "-c", script)).with(copy -> copy.script = true);
  }

  /**
   * With further arguments. The first word behind a script is its {@code $0}, so that what follows
   * becomes {@code $1} and so on, the shell's name is put there, which it would be otherwise too.
   */
  public CommandSpec withArguments(String... more) {
    if (more.length == 0) {
      return this;
    }
    List<String> next = new ArrayList<>(words);
    if (script) {
      next.add(SHELL);
    }
    Collections.addAll(next, more);
    return with(copy -> {
      copy.words = next;
      copy.script = false;
    });
  }

  public CommandSpec withWords(List<String> next) {
    return with(copy -> copy.words = next);
  }

  public CommandSpec withEnvironment(Environment next) {
    return with(copy -> copy.environment = next);
  }

  public CommandSpec withVariable(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value; to unset a variable: withoutEnv(name)");
    return withEnvironment(environment.with(name, value));
  }

  public CommandSpec withDirectory(Path next) {
    return with(copy -> copy.directory = next);
  }

  public CommandSpec withRedirect(int n, RedirectSpec redirect) {
    if (n < 0 || n > LAST_DESCRIPTOR) {
      throw new IllegalArgumentException(
          "descriptor from 0 to " + LAST_DESCRIPTOR + " expected: " + n);
    }
    RedirectCheck.one(n, redirect);
    var next = new TreeMap<>(redirects);
    next.put(n, redirect);
    return with(copy -> copy.redirects = Collections.unmodifiableSortedMap(next));
  }

  public CommandSpec withBuffering(BufferingMethod next) {
    return with(copy -> copy.buffering = next);
  }

  public CommandSpec withLifetime(Lifetime more) {
    return with(copy -> copy.lifetime = Lifetime.with(lifetime, more));
  }

  public CommandSpec withIgnoredSignals(long next) {
    return with(copy -> copy.ignoredSignals = next);
  }

  /** With one more text that messages mask. */
  public CommandSpec withSecret(String secret) {
    return with(copy -> copy.secrets = secrets.with(secret));
  }

  /** The words for messages. */
  public List<String> shownWords() {
    return words.stream().map(secrets::mask).toList();
  }

  /** What descriptor {@code n} is, one of the standard ones or one that was given. */
  public RedirectSpec redirect(int n) {
    return redirects.getOrDefault(n, INHERIT);
  }

  /** The name of the program, as it was given. */
  public String program() {
    return words.getFirst();
  }

  /** {@code ["tar", "xf", "a"]}. */
  @Override
  public String toString() {
    return CommandText.words(shownWords());
  }
}
