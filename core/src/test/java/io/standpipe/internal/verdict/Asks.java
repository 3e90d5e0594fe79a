package io.standpipe.internal.verdict;

/** asks.c as one would write it in Java: says hello to a program and waits for an answer. */
public final class Asks {
  private Asks() {}

  /** The program to talk to. */
  public static void main(String... words) throws Exception {
    Process process = new ProcessBuilder(words).start();
    process.outputWriter().append("hello\n").flush();
    System.out.println(process.inputReader().readLine());
  }
}
