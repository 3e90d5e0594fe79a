package io.standpipe.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.PipeReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Question and answer with a program that stays: one start, many answers. */
public final class TalkWithAProgram {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private TalkWithAProgram() {}

  /** Answers that are lines: bc computes. */
  // @start region="bc"
  public static List<String> compute(List<String> terms) throws IOException {
    var results = new ArrayList<String>();
    try (Child bc = Command.of("bc").piped().start()) {
      for (String term : terms) {
        bc.stdin().write(term + "\n");
        results.add(answer(bc.stdout()));
      }
    }
    return results;
  }

  /** Up to the end of a line, which is all there is: bc says nothing that it was not asked. */
  private static String answer(PipeReader from) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(4096);
    do {
      if (from.read(line, LIMIT) <= 0) {
        throw new EOFException("no whole answer: " + UTF_8.decode(line.flip()));
      }
    } while (line.get(line.position() - 1) != '\n');
    return UTF_8.decode(line.flip()).toString().strip();
  }

  // @end

  /** Answers that say how long they are: git hands out files. */
  // @start region="git"
  public static List<byte[]> files(Path repository, List<String> names) throws IOException {
    var contents = new ArrayList<byte[]>();
    Command command = Command.of("git", "cat-file", "--batch").directory(repository);
    try (Child git = command.piped().start()) {
      var in = new DataInputStream(new BufferedInputStream(git.stdout().inputStream()));
      for (String name : names) {
        git.stdin().write("HEAD:" + name + "\n");
        String[] header = line(in).split(" ", -1); // 5d308e1… blob 12, or HEAD:x missing
        if (header.length != 3) {
          throw new FileNotFoundException(name);
        }
        byte[] content = new byte[Integer.parseInt(header[2])];
        in.readFully(content);
        in.readByte(); // the line end after it is not part of it
        contents.add(content);
      }
    }
    return contents;
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (byte b = in.readByte(); b != '\n'; b = in.readByte()) {
      line.write(b);
    }
    return line.toString(UTF_8);
  }
  // @end
}
