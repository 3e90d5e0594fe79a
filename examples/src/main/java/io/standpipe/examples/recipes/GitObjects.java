package io.standpipe.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.Command;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files out of a repository, by one git that is started once. */
public final class GitObjects {
  private GitObjects() {}

  /** The content of each file in the last commit, byte for byte. */
  // @start region="files"
  public static List<byte[]> files(Path repository, List<String> names) throws IOException {
    var contents = new ArrayList<byte[]>();
    Command command = Command.of("git", "cat-file", "--batch").directory(repository);
    try (Child git = command.piped().start()) {
      var in = new DataInputStream(new BufferedInputStream(git.stdout().inputStream()));
      for (String name : names) {
        git.stdin().write("HEAD:" + name + "\n");
        String header = line(in); // 5d308e1… blob 12, or HEAD:x missing
        if (header.endsWith(" missing")) {
          throw new FileNotFoundException(name);
        }
        byte[] content = new byte[Integer.parseInt(header.substring(header.lastIndexOf(' ') + 1))];
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
