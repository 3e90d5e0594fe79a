package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.Redirect;
import io.standpipe.cli.StandpipeRunner;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoListTest {
  @TempDir Path folder;

  @Test
  void aFolderWithoutFifosGivesNothing() throws Exception {
    Files.createFile(folder.resolve("file"));

    StandpipeRunner.call("fifo", "ls", folder.toString()).exits(0).prints("").saysNothing();
  }

  @Test
  void fifosAreListedInAlignedColumns() throws Exception {
    Fifo.create(folder.resolve("q"));
    Fifo.create(folder.resolve("long-name"), PosixFilePermissions.fromString("rw--w--w-"));
    Files.createFile(folder.resolve("file"));
    String owner = Files.getOwner(folder).getName();
    String pad = " ".repeat(Math.max(0, "OWNER".length() - owner.length()));
    String head = " ".repeat(Math.max(0, owner.length() - "OWNER".length()));

    StandpipeRunner.call("fifo", "ls", folder.toString())
        .exits(0)
        .prints(
            "MODE       OWNER"
                + head
                + "  NAME       READERS  WRITERS\n"
                + "rw--w--w-  "
                + owner
                + pad
                + "  long-name  -        -\n"
                + "rw-------  "
                + owner
                + pad
                + "  q          -        -\n");
  }

  @Test
  void whoHasItOpenIsNamed() throws Exception {
    Path path = folder.resolve("q");
    Fifo.create(path);
    String script = "exec 3<>\"$0\" 4>\"$0\"; echo open; exec sleep 1000";
    Command holds = Command.of("sh", "-c", script, path.toString()).stdout(Redirect.pipe());
    try (Child child = holds.start()) {
      child.stdout().read(ByteBuffer.allocate(5));

      String holder = child.pid() + " (sleep 1000)";
      assertThat(StandpipeRunner.call("fifo", "ls", path.toString()).exits(0).out())
          .contains(path + "  " + holder + "  " + holder + "\n");
    }
  }

  @Test
  void aNameWithANewlineStaysOnItsLine() throws Exception {
    Fifo.create(folder.resolve("a\nb"));

    assertThat(StandpipeRunner.call("fifo", "ls", folder.toString()).out()).contains("  a\\nb  ");
  }

  @Test
  void whatIsNeitherFolderNorFifoIsAnError() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    StandpipeRunner.call("fifo", "ls", file.toString())
        .exits(125)
        .saysOneLine("list the fifos in " + file + ": Not a directory");
    StandpipeRunner.call("fifo", "ls", "/no/such").exits(125).saysOneLine("/no/such: No such file");
  }

  @Test
  void aLinkToAFifoIsLedToItAndNotOpenedForThatWouldWaitForAWriter() throws Exception {
    Fifo.create(folder.resolve("q"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("q"));

    // In a process, which can be stopped if it blocks.
    assertThat(StandpipeRunner.run("fifo", "ls", link.toString()).exits(0).saysNothing().out())
        .contains("rw-------", "  " + link + "  -        -\n");
  }
}
