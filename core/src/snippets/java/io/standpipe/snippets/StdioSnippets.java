package io.standpipe.snippets;

import io.standpipe.Stdio;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The code that the documentation of Stdio shows: a process of its own, for it is crossed. */
final class StdioSnippets {
  private StdioSnippets() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    // @start region="spawn"
    try (Stdio crossed = Stdio.spawn("bc")) {
      System.out.println("6 * 7");
      System.out.flush();
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.err.println(crossed.child() + " answered " + in.readLine());
    }
    // @end
  }
}
