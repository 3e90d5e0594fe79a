package io.standpipe.children;

import io.standpipe.Command;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints its words. {@code --again} starts this program again with the rest; {@code --pass} hands
 * the rest to printf, each with a bar behind it.
 */
public final class Echo {
  private Echo() {}

  /** See above. */
  public static void main(String... words) throws Exception {
    List<String> own = Command.ownArguments(words);
    switch (own.isEmpty() ? "" : own.getFirst()) {
      case "--again" -> {
        String[] rest = own.subList(1, own.size()).toArray(String[]::new);
        System.out.println("again " + Command.self(rest).read());
      }
      case "--pass" -> {
        Stream<String> all =
            Stream.concat(Stream.of("printf", "%s|"), own.subList(1, own.size()).stream());
        Command.of(all.toList()).run();
      }
      default -> System.out.println(Arrays.toString(words));
    }
  }
}
