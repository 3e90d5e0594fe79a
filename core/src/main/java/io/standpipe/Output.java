package io.standpipe;

import java.util.List;

/**
 * What a program left behind: its status and what it wrote. From {@link Command#capture}.
 *
 * @param status how it ended
 * @param stdout all that it wrote to its standard output, empty where that was not captured; the
 *     array is the caller's
 * @param stderr the last that it wrote to its standard error, as text (bytes that are not UTF-8
 *     replaced); empty where that was not captured
 * @param inputAccepted how many bytes of {@link Command#input(byte[])} the pipe took: fewer than
 *     were given where it had ended, with all captured output, before it took more
 * @param stillOpen who still held its output open when we stopped listening: what they write later
 *     is not here. Empty where the streams had ended, which under {@link LateOutput#awaitEnd} they
 *     have
 */
@SuppressWarnings("ArrayRecordComponent") // a megabyte of output is not copied to be immutable
public record Output(
    ExitStatus status, byte[] stdout, String stderr, long inputAccepted, List<String> stillOpen) {

  /**
   * {@link #stdout} as text, without the line ends at its end.
   *
   * @throws java.io.CharConversionException where it is not UTF-8, with the offset
   */
  public String text() throws java.io.CharConversionException {
    return Texts.withoutLastLineEnds(Texts.strictUtf8(stdout, "the program"));
  }
}
