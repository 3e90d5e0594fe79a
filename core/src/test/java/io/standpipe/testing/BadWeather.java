package io.standpipe.testing;

import static java.util.Map.entry;

import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.FaultyPosix.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A scenario, repeated with trouble at every call that it makes. A first run in good weather shows
 * the calls; then for each of them, and for each trouble that the kernel may make there, one run.
 *
 * <p>Trouble of the passing kind (interrupted, not ready yet, less than was asked for) must not be
 * seen: the scenario goes through. Any other must be absorbed or end it by an {@code IOException}
 * that has the system's word for it. Nothing may be left behind, and nothing may hang.
 */
public final class BadWeather {
  /** Whatever is to go well, over a kernel that may misbehave; closes all that it opens. */
  public interface Scenario {
    void run(FaultyPosix kernel) throws Exception;
  }

  /** At one call: what happens, and the errno that may be told; 0 where nobody may notice. */
  private record Trouble(Fault fault, int errno) {}

  /** What the kernel may do at calls of one name. */
  private static final class Troubles {
    final List<Trouble> all = new ArrayList<>();

    /** Passes, or something else stands in: nobody may notice. */
    Troubles passing(int... errnos) {
      Arrays.stream(errnos).forEach(errno -> all.add(new Trouble(Fault.errno(errno), 0)));
      return this;
    }

    /** Moves less than it was asked to. */
    Troubles little() {
      all.add(new Trouble(Fault.atMost(1), 0));
      return this;
    }

    /** Has been done, and says that it was interrupted. */
    Troubles doneAll() {
      all.add(new Trouble(Fault.after(Errno.EINTR), 0));
      return this;
    }

    /** May be told. */
    Troubles lasting(int... errnos) {
      Arrays.stream(errnos).forEach(errno -> all.add(new Trouble(Fault.errno(errno), errno)));
      return this;
    }
  }

  private static final Map<String, Troubles> TROUBLES =
      Map.ofEntries(
          entry("read", moving().lasting(Errno.EIO)),
          entry("write", moving().lasting(Errno.ENOMEM)),
          entry("writev", moving().lasting(Errno.ENOMEM)),
          entry("splice", moving().lasting(Errno.ENOMEM)),
          entry("tee", asking()),
          entry("fionread", asking()),
          entry("poll", asking()),
          entry("waitid", new Troubles().passing(Errno.EINTR)),
          entry("close", new Troubles().doneAll()),
          entry("isatty", new Troubles().passing(Errno.EIO)),
          entry("inotify_init1", new Troubles().passing(Errno.EMFILE, Errno.ENOMEM)),
          entry("inotify_add_watch", new Troubles().passing(Errno.ENOSPC, Errno.ENOMEM)),
          entry("pipe2", new Troubles().lasting(Errno.EMFILE, Errno.ENFILE)),
          entry("open", new Troubles().lasting(Errno.EINTR, Errno.EMFILE, Errno.ENOMEM)),
          entry("fcntl", new Troubles().lasting(Errno.EMFILE, Errno.ENOMEM)),
          entry("fileMode", new Troubles().lasting(Errno.ENOMEM)),
          entry("mkfifo", new Troubles().lasting(Errno.ENOSPC)),
          entry("epoll_ctl", new Troubles().lasting(Errno.ENOMEM, Errno.ENOSPC)),
          entry("pidfd_open", new Troubles().lasting(Errno.EMFILE, Errno.ENOMEM)),
          entry("posix_spawn", new Troubles().lasting(Errno.EAGAIN, Errno.ENOMEM)));

  private final Scenario scenario;
  private final List<String> failures = new ArrayList<>();
  private int reached;

  private BadWeather(Scenario scenario) {
    this.scenario = scenario;
  }

  private static Troubles moving() {
    return new Troubles().passing(Errno.EINTR, Errno.EAGAIN).little();
  }

  private static Troubles asking() {
    return new Troubles().passing(Errno.EINTR).lasting(Errno.ENOMEM);
  }

  /** Runs it in all weathers; fails with a list of those that it did not weather. */
  public static void befalls(Scenario scenario) {
    var weather = new BadWeather(scenario);
    Map<String, Integer> calls = weather.inGoodWeather();
    calls.forEach(weather::atEachCall);
    if (weather.reached == 0 || !weather.failures.isEmpty()) {
      throw new AssertionError(
          "trouble came %d times, %d times not as it should:%n%s"
              .formatted(
                  weather.reached,
                  weather.failures.size(),
                  String.join(System.lineSeparator(), weather.failures)));
    }
  }

  /** How often each call is made. */
  private Map<String, Integer> inGoodWeather() {
    var faulty = new FaultyPosix();
    String seen = run(faulty, new Trouble(Fault.NONE, 0));
    if (!seen.isEmpty()) {
      throw new AssertionError("in good weather: " + seen);
    }
    var calls = new TreeMap<String, Integer>();
    faulty.calls().forEach(call -> calls.merge(call, 1, Integer::sum));
    return calls;
  }

  private void atEachCall(String call, int times) {
    for (Trouble trouble : TROUBLES.getOrDefault(call, new Troubles()).all) {
      for (int index = 0; index < times; index++) {
        var faulty = new FaultyPosix();
        faulty.at(call, index, trouble.fault);
        String seen = run(faulty, trouble);
        if (!seen.isEmpty()) {
          failures.add("%s at call %d of %s: %s".formatted(trouble.fault, index, call, seen));
        }
        reached += faulty.allPlacesWereReached() ? 1 : 0;
      }
    }
  }

  /** What was not as it should be; empty if all was. */
  private String run(FaultyPosix faulty, Trouble trouble) {
    Leaks before = Leaks.snapshot();
    var run =
        Background.start(
            ThreadKind.PLATFORM,
            () -> {
              scenario.run(faulty);
              return "";
            });
    Throwable thrown = run.outcome();
    try {
      Leaks.assertNoneSince(before);
    } catch (AssertionError e) {
      return e.getMessage() + (thrown == null ? "" : " after " + thrown);
    }
    return thrown == null || isTold(thrown, trouble) ? "" : thrown.toString();
  }

  private static boolean isTold(Throwable thrown, Trouble trouble) {
    return trouble.errno != 0
        && thrown instanceof IOException
        && thrown.getMessage() != null
        && thrown.getMessage().contains(Errno.text(trouble.errno));
  }
}
