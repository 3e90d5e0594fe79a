package io.standpipe.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Groups of top-level classes that reach each other: the strongly connected components. */
public final class Knots {
  private final Map<String, Set<String>> arrows = new TreeMap<>();
  private final Map<String, Integer> order = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final List<Set<String>> knots = new ArrayList<>();

  private Knots() {}

  /** All groups of more than one class, each with the classes' full names in order. */
  public static List<Set<String>> of(JavaClasses classes) {
    var knots = new Knots();
    classes.forEach(knots::add);
    Set<String> known = Set.copyOf(knots.arrows.keySet());
    knots.arrows.values().forEach(targets -> targets.retainAll(known));
    known.stream().sorted().filter(c -> !knots.order.containsKey(c)).forEach(knots::visit);
    return knots.knots;
  }

  private void add(JavaClass type) {
    Set<String> targets = arrows.computeIfAbsent(top(type), name -> new TreeSet<>());
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      targets.add(top(dependency.getTargetClass().getBaseComponentType()));
    }
  }

  private static String top(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  /** Tarjan's algorithm. */
  private void visit(String from) {
    order.put(from, order.size());
    lowest.put(from, order.get(from));
    open.push(from);
    for (String to : arrows.get(from)) {
      if (!order.containsKey(to)) {
        visit(to);
        lowest.merge(from, lowest.get(to), Math::min);
      } else if (open.contains(to)) {
        lowest.merge(from, order.get(to), Math::min);
      }
    }
    if (lowest.get(from).equals(order.get(from))) {
      close(from);
    }
  }

  private void close(String first) {
    Set<String> knot = new TreeSet<>();
    String last;
    do {
      last = open.pop();
      knot.add(last);
    } while (!last.equals(first));
    if (knot.size() > 1) {
      knots.add(knot);
    }
  }
}
