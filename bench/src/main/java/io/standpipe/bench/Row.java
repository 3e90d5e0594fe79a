package io.standpipe.bench;

import java.util.List;

/**
 * A row of a table.
 *
 * @param name the contender, or what a note is about
 * @param figure the median of its rates, or of the note
 * @param ratio Standpipe's rate divided by the contender's
 * @param target what the ratio should be
 * @param verdict whether it is
 * @param remark why there are no figures, or empty
 */
record Row(
    String name, String figure, String ratio, String target, Verdict verdict, String remark) {

  /** A row without figures, and the reason. */
  static Row remark(String name, String target, String remark) {
    return new Row(name, "", "", target, Verdict.NONE, remark);
  }

  /** One cell for each column. */
  List<String> cells() {
    return List.of(name, figure, ratio, target, verdict.label);
  }
}
