package io.standpipe.cli.output;

/**
 * Lines that stand below everything else on the terminal and are redrawn in place. While one is
 * {@linkplain StandardOutput#below shown}, what the command prints on standard error goes above it.
 */
public interface Footer {
  /**
   * Prints text, which ends with a newline, above the footer. Blocks for about a second at most.
   *
   * @return false if the terminal takes nothing from the footer any more, and the text is still to
   *     be printed
   */
  boolean printAbove(String text);
}
