package io.standpipe.internal.verdict;

import io.standpipe.Child;
import io.standpipe.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plays of {@link Actor}s on stage.py, all at once: their pids by play and name. */
final class Stage implements AutoCloseable {
  final Child child;
  private final List<Map<String, Long>> plays = new ArrayList<>();

  private Stage(Child child) {
    this.child = child;
  }

  static Stage play(Actor... actors) throws IOException {
    return playAll(List.of(List.of(actors)));
  }

  static Stage playAll(List<List<Actor>> plays) throws IOException {
    String json = plays.stream().map(Actor::play).collect(Collectors.joining(", ", "[", "]"));
    var stage = new Stage(Command.of(Programs.python("stage", json)).piped().start());
    try {
      stage.readPids(plays.size());
    } catch (IOException | RuntimeException e) {
      stage.close();
      throw e;
    }
    return stage;
  }

  /** Lines such as {@code a=4711 b=4712}. */
  private void readPids(int count) throws IOException {
    var lines =
        new BufferedReader(
            new InputStreamReader(child.stdout().inputStream(), StandardCharsets.US_ASCII));
    for (int i = 0; i < count; i++) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("stage.py told the pids of " + i + " of " + count + " plays");
      }
      var pids = new HashMap<String, Long>();
      for (String word : line.split(" ", -1)) {
        int at = word.indexOf('=');
        pids.put(word.substring(0, at), Long.valueOf(word.substring(at + 1)));
      }
      plays.add(pids);
    }
  }

  long pid(String name) {
    return pid(0, name);
  }

  long pid(int play, String name) {
    return plays.get(play).get(name);
  }

  /** All pids of a play. */
  List<Long> pids(int play) {
    return List.copyOf(plays.get(play).values());
  }

  /** The child's tree is ended: all actors. */
  @Override
  public void close() {
    child.close();
  }
}
