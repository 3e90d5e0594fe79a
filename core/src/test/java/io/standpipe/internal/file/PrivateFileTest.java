package io.standpipe.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.Redirect;
import io.standpipe.conversation.Direction;
import io.standpipe.conversation.Transcript;
import io.standpipe.conversation.TranscriptEntry;
import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are written for the user, in folders that others can write to as well. */
@Timeout(60)
@Tag("pitfall-53")
class PrivateFileTest {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int OTHER_USER = 12_345;

  @TempDir Path folder;

  private Path at(String name) {
    return folder.resolve(name);
  }

  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void giveAway(Path file) throws IOException {
    assumeTrue(ProcFiles.ownUser() == 0, "only root can make files of other users");
    Files.setAttribute(file, "unix:uid", OTHER_USER, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void onlyItsOwnerMayReadIt() throws Exception {
    PrivateFile.write(at("log"), "text ♪");

    assertThat(at("log")).hasContent("text ♪");
    assertThat(permissions(at("log"))).isEqualTo(OWNER_ONLY);
    assertThat(names()).containsExactly("log");
  }

  @Test
  void aTranscriptIsSavedLikeThat() throws Exception {
    var said = new TranscriptEntry(Duration.ZERO, Direction.SENT, "hello");
    Transcript transcript = Transcript.of(Instant.EPOCH, List.of(said));
    Files.writeString(at("talk"), "old");
    transcript.save(at("talk"));

    assertThat(Transcript.load(at("talk"))).isEqualTo(transcript);
    assertThat(permissions(at("talk"))).isEqualTo(OWNER_ONLY);
  }

  /** A process that has the old file open, or opens the path meanwhile, reads a whole file. */
  @Test
  void itTakesThePlaceOfAnOlderFileAtOnce() throws Exception {
    Files.writeString(at("log"), "old");
    Files.setPosixFilePermissions(at("log"), PosixFilePermissions.fromString("rw-r--r--"));
    try (BufferedReader reader = Files.newBufferedReader(at("log"));
        PrivateFile file = PrivateFile.open(at("log"))) {
      file.write(ByteBuffer.wrap("new".getBytes(UTF_8)));
      assertThat(at("log")).hasContent("old");
      file.publish();
      assertThat(at("log")).hasContent("new");
      file.write(ByteBuffer.wrap(" and more".getBytes(UTF_8)));

      assertThat(reader.readLine()).isEqualTo("old");
      assertThat(permissions(at("log"))).isEqualTo(OWNER_ONLY);
    }
    assertThat(at("log")).hasContent("new and more");
  }

  @Test
  void withoutPublishingThereIsNoTrace() throws Exception {
    Files.writeString(at("log"), "old");
    try (PrivateFile file = PrivateFile.open(at("log"))) {
      file.write(ByteBuffer.wrap("new".getBytes(UTF_8)));
      assertThat(names()).hasSize(2);
    }

    assertThat(at("log")).hasContent("old");
    assertThat(names()).containsExactly("log");
  }

  @Test
  void theLongestNameIsPossible() throws Exception {
    String longest = "n".repeat(255);
    PrivateFile.write(at(longest), "text");

    assertThat(at(longest)).hasContent("text");
  }

  @Test
  void aLinkOfAnotherUserIsNotFollowed() throws Exception {
    Path victim = Files.writeString(at("victim"), "precious");
    giveAway(Files.createSymbolicLink(at("link"), victim));
    giveAway(Files.createSymbolicLink(at("dangling"), at("created")));

    for (String name : List.of("link", "dangling")) {
      assertThatThrownBy(() -> PrivateFile.write(at(name), "text"))
          .isInstanceOf(FileSystemException.class)
          .hasMessage(
              "%s: it is a symbolic link of another user (12345), and is not followed"
                  .formatted(at(name)));
    }
    assertThat(victim).hasContent("precious");
    assertThat(at("created")).doesNotExist();
  }

  @Test
  void aFolderIsNotReachedThroughALinkOfAnotherUserEither() throws Exception {
    Files.createDirectory(at("home"));
    giveAway(Files.createSymbolicLink(at("shared"), at("home")));

    assertThatThrownBy(() -> PrivateFile.write(at("shared/log"), "text"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(at("shared") + " is a symbolic link of another user");
    assertThat(at("home")).isEmptyDirectory();
  }

  @Test
  void aFifoOfAnotherUserIsRefused() throws Exception {
    Fifo.create(at("fifo"));
    giveAway(at("fifo"));

    assertThatThrownBy(() -> PrivateFile.write(at("fifo"), "text"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("belongs to another user");
  }

  /** As root it can be replaced; an ordinary user is told why not. */
  @Test
  void aFileOfAnotherUserIsReplacedAndNotWrittenInto() throws Exception {
    Files.writeString(at("log"), "theirs");
    Files.setPosixFilePermissions(at("log"), PosixFilePermissions.fromString("rw-rw-rw-"));
    giveAway(at("log"));
    try (BufferedReader theirs = Files.newBufferedReader(at("log"))) {
      PrivateFile.write(at("log"), "ours");

      assertThat(theirs.readLine()).isEqualTo("theirs");
      assertThat(permissions(at("log"))).isEqualTo(OWNER_ONLY);
    }
  }

  @Test
  void aLinkOfOurOwnIsFollowedAndStays() throws Exception {
    Files.createDirectory(at("logs"));
    Files.createSymbolicLink(at("current"), Path.of("logs/../logs/today"));
    PrivateFile.write(at("current"), "one");
    PrivateFile.write(at("current"), "two");

    assertThat(at("current")).isSymbolicLink();
    assertThat(at("logs/today")).hasContent("two");
  }

  @Test
  void aCircleOfLinksIsAnError() throws Exception {
    Files.createSymbolicLink(at("a"), at("b"));
    Files.createSymbolicLink(at("b"), at("a"));

    assertThatThrownBy(() -> PrivateFile.write(at("a"), "text"))
        .isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void whatIsNoRegularFileIsWrittenToAsItIs() throws Exception {
    PrivateFile.write(Path.of("/dev/null"), "text");
    assertThat(Path.of("/dev/null")).matches(file -> !Files.isRegularFile(file));

    Fifo fifo = Fifo.create(at("fifo"));
    var reading =
        Background.start(
            ThreadKind.VIRTUAL,
            () -> {
              try (var reader = fifo.openReader()) {
                return new String(reader.readAllBytes(), UTF_8);
              }
            });
    PrivateFile.write(at("fifo"), "through a fifo");
    assertThat(reading.value()).isEqualTo("through a fifo");
  }

  @Test
  void aDescriptorIsWrittenToAsItIs() throws Exception {
    Command printer = Command.self(Printer.class, "/dev/fd/7");
    printer.fd(7, Redirect.to(at("seven"))).run();

    assertThat(at("seven")).hasContent("text");
  }

  /** Both write into one file, each where the other has stopped. */
  @Test
  void standardOutputIsTheStreamItself() throws Exception {
    Command.self(Printer.class, "/dev/stdout").stdout(Redirect.to(at("out"))).run();

    assertThat(at("out")).hasContent("before text after");
  }

  /** Writes to its standard output, and to a file between. */
  static final class Printer {
    private Printer() {}

    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) throws IOException {
      System.out.print("before ");
      System.out.flush();
      PrivateFile.write(Path.of(arguments[0]), "text");
      System.out.print(" after");
      System.out.flush();
    }
  }

  @Test
  void errorsNameThePathThatWasGiven() throws Exception {
    assertThatThrownBy(() -> PrivateFile.write(at("none/log"), "text"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(at("none/log").toString());
    assertThatThrownBy(() -> PrivateFile.write(folder, "text")).hasMessageEndingWith("directory");
    Files.writeString(at("file"), "");
    assertThatThrownBy(() -> PrivateFile.write(at("file/log"), "text"))
        .hasMessage(at("file/log") + ": Not a directory");
  }

  @Test
  void whereAFolderTakesNoFileAnOlderOneIsWrittenInPlace() throws Exception {
    assumeFalse(ProcFiles.ownUser() == 0, "root may write to any folder");
    Files.writeString(at("log"), "a long old text");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      PrivateFile.write(at("log"), "new");
      assertThat(at("log")).hasContent("new");
      assertThatThrownBy(() -> PrivateFile.write(at("other"), "new"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage(at("other").toString());
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
