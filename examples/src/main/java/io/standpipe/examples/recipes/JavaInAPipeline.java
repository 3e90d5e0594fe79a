package io.standpipe.examples.recipes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.standpipe.Command;
import io.standpipe.Pipeline;
import io.standpipe.Redirect;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Runs Java code between two programs: {@code gzip -dc < log | (this) | gzip > masked}. */
public final class JavaInAPipeline {
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private JavaInAPipeline() {}

  /** Masks every address in a compressed log, however long it is. */
  // @start region="mask"
  public static void mask(Path log, Path masked) throws IOException, InterruptedException {
    Pipeline.Stage mask =
        (in, out) -> {
          var lines = new BufferedReader(Channels.newReader(in, ISO_8859_1));
          var text = new BufferedWriter(Channels.newWriter(out, ISO_8859_1));
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.write(ADDRESS.matcher(line).replaceAll("0.0.0.0") + "\n");
          }
          text.flush();
        };
    Command.of("gzip", "-dc")
        .stdin(Redirect.from(log))
        .pipeTo(mask)
        .pipeTo(Command.of("gzip").stdout(Redirect.to(masked)))
        .run();
  }

  // @end

  /** Runs Java code at the front, which writes what the programs read. */
  public static String greatest(Iterable<Integer> numbers)
      throws IOException, InterruptedException {
    // @start region="front"
    String greatest =
        Pipeline.from(
                (in, out) -> {
                  for (int number : numbers) {
                    out.write(number + "\n");
                  }
                })
            .pipeTo(Command.of("sort", "-rn"))
            .pipeTo(Command.of("head", "-n", "1"))
            .read();
    // @end
    return greatest;
  }
}
