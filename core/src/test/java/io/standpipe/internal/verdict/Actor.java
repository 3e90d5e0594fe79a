package io.standpipe.internal.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A part in a play of stage.py: what a process does last, and which ends it holds. */
final class Actor {
  /** The calls that each ends in, by what it does. One that spins is in none. */
  static final Map<String, List<String>> CALLS =
      Map.ofEntries(
          Map.entry("read", List.of("read")),
          Map.entry("alarm", List.of("read")),
          Map.entry("recv", List.of("recvfrom")),
          Map.entry("write", List.of("write")),
          Map.entry("poll", List.of("poll", "ppoll")),
          Map.entry("timed", List.of("poll", "ppoll")),
          Map.entry("select", List.of("select", "pselect6")),
          Map.entry("epoll", List.of("epoll_wait", "epoll_pwait")),
          Map.entry("splice", List.of("splice")),
          Map.entry("exit", List.of("wait4")),
          Map.entry("nap", List.of("nanosleep", "clock_nanosleep")),
          Map.entry("spin", List.of("")));

  private final String name;
  private final List<String> does;
  private final List<String> holds = new ArrayList<>();
  private final List<String> full = new ArrayList<>();
  private final List<Actor> children = new ArrayList<>();

  private Actor(String name, List<String> does) {
    this.name = name;
    this.does = does;
    holds.addAll(does.subList(1, does.size()));
  }

  /** It does this with these ends, which it holds. */
  static Actor does(String name, String what, String... ends) {
    List<String> does = new ArrayList<>(List.of(what));
    does.addAll(List.of(ends));
    return new Actor(name, does);
  }

  /** It holds these as well. */
  Actor holds(String... ends) {
    holds.addAll(List.of(ends));
    return this;
  }

  /** It begins when these are full. */
  Actor full(String... ends) {
    full.addAll(List.of(ends));
    return this;
  }

  Actor child(Actor child) {
    children.add(child);
    return this;
  }

  boolean waitsForExit() {
    return does.getFirst().equals("exit");
  }

  /** What it and its children do, by name. */
  void addParts(Map<String, String> parts) {
    parts.put(name, does.getFirst());
    children.forEach(child -> child.addParts(parts));
  }

  private static String list(List<String> words) {
    return words.stream().map(w -> '"' + w + '"').collect(Collectors.joining(", ", "[", "]"));
  }

  static String play(List<Actor> actors) {
    return actors.stream().map(Actor::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  /** As stage.py reads it. */
  @Override
  public String toString() {
    return "{\"name\": \"%s\", \"do\": %s, \"holds\": %s, \"full\": %s, \"children\": %s}"
        .formatted(name, list(does), list(holds), list(full), play(children));
  }
}
