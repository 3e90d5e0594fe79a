package io.standpipe.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A part in a play of stage.py: what a process does last, and which ends it holds. */
final class Actor {
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

  String name() {
    return name;
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
