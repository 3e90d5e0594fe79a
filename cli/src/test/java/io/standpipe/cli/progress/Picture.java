package io.standpipe.cli.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows after it was given some bytes: as much of ECMA-48 as a display uses. */
public final class Picture {
  private static final Pattern SEQUENCE = Pattern.compile("\033\\[(\\d*)([AJKm])");

  private final int columns;
  private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;

  public Picture(int columns) {
    this.columns = columns;
  }

  public Picture show(String bytes) {
    int at = 0;
    while (at < bytes.length()) {
      Matcher sequence = SEQUENCE.matcher(bytes).region(at, bytes.length());
      if (sequence.lookingAt()) {
        String number = sequence.group(1);
        obey(sequence.group(2), number.isEmpty() ? 0 : Integer.parseInt(number));
        at = sequence.end();
      } else {
        put(bytes.charAt(at++));
      }
    }
    return this;
  }

  private void obey(String command, int number) {
    switch (command) {
      case "A" -> row = Math.max(0, row - Math.max(1, number));
      case "K" -> erase(rows.get(row), column);
      case "J" -> {
        erase(rows.get(row), column);
        rows.subList(row + 1, rows.size()).clear();
      }
      default -> {} // colour
    }
  }

  private static void erase(StringBuilder line, int from) {
    line.setLength(Math.min(line.length(), from));
  }

  private void put(char c) {
    if (c == '\r') {
      column = 0;
    } else if (c == '\n') {
      nextRow();
    } else if (c < ' ') {
      throw new AssertionError("unknown control character " + (int) c);
    } else {
      if (column == columns) {
        column = 0;
        nextRow();
      }
      StringBuilder line = rows.get(row);
      while (line.length() <= column) {
        line.append(' ');
      }
      line.setCharAt(column++, c);
    }
  }

  private void nextRow() {
    row++;
    if (row == rows.size()) {
      rows.add(new StringBuilder());
    }
  }

  /** The rows, without those at the end that are empty. */
  public List<String> rows() {
    List<String> shown =
        new ArrayList<>(rows.stream().map(r -> r.toString().stripTrailing()).toList());
    while (!shown.isEmpty() && shown.getLast().isEmpty()) {
      shown.removeLast();
    }
    return shown;
  }

  /** Where the cursor is: its row from 0. */
  public int cursorRow() {
    return row;
  }

  /** Where the cursor is: its column from 0. */
  public int cursorColumn() {
    return column;
  }
}
