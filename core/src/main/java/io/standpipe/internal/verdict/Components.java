package io.standpipe.internal.verdict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * The strongly connected components of a graph that have an edge in them: Tarjan's algorithm, with
 * a stack of its own, because a chain may be as long as there are processes.
 */
final class Components {
  private final LongFunction<Set<Long>> next;
  private final Map<Long, Integer> order = new HashMap<>();
  private final Map<Long, Integer> lowest = new HashMap<>();
  private final Deque<Long> path = new ArrayDeque<>();
  private final Set<Long> onPath = new HashSet<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private final List<Set<Long>> found = new ArrayList<>();

  private record Step(long node, Iterator<Long> rest) {}

  Components(Set<Long> nodes, LongFunction<Set<Long>> next) {
    this.next = next;
    for (long node : nodes) {
      if (!order.containsKey(node)) {
        enter(node);
        walk();
      }
    }
  }

  List<Set<Long>> found() {
    return found;
  }

  private void enter(long node) {
    lowest.put(node, order.size());
    order.put(node, order.size());
    path.push(node);
    onPath.add(node);
    steps.push(new Step(node, next.apply(node).iterator()));
  }

  private void walk() {
    while (!steps.isEmpty()) {
      Step step = steps.element();
      if (step.rest.hasNext()) {
        long to = step.rest.next();
        if (!order.containsKey(to)) {
          enter(to);
        } else if (onPath.contains(to)) {
          lower(step.node, order.getOrDefault(to, 0));
        }
      } else {
        steps.pop();
        leave(step.node);
      }
    }
  }

  private void lower(long node, int to) {
    lowest.merge(node, to, Math::min);
  }

  private void leave(long node) {
    int low = lowest.getOrDefault(node, 0);
    if (!steps.isEmpty()) {
      lower(steps.element().node, low);
    }
    if (order.getOrDefault(node, 0) == low) {
      var component = new TreeSet<Long>();
      long member;
      do {
        member = path.pop();
        onPath.remove(member);
        component.add(member);
      } while (member != node);
      if (component.size() > 1 || next.apply(node).contains(node)) {
        found.add(component);
      }
    }
  }
}
