package io.standpipe.fifo;

import io.standpipe.Fifo;
import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The place of a server that starts: makes what is missing of fifo and folder. If the server then
 * does not start, {@link #undo} removes what was made, so that a refused start leaves nothing: a
 * writer that later finds a fifo without a reader would hang.
 */
final class MadeDirectory {
  private final FifoDirectory directory;
  private boolean madeFifo;
  private boolean madeFolder;

  private MadeDirectory(FifoDirectory directory) {
    this.directory = directory;
  }

  /**
   * Makes what is missing.
   *
   * @throws IOException if what is there does not belong to this user alone; nothing was made then
   */
  static MadeDirectory at(FifoDirectory directory) throws IOException {
    var made = new MadeDirectory(directory);
    boolean done = false;
    try {
      made.make();
      done = true;
      return made;
    } finally {
      if (!done) {
        made.undoUnused();
      }
    }
  }

  private void make() throws IOException {
    try {
      Fifo.create(directory.path());
      madeFifo = true;
    } catch (ErrnoException e) {
      if (!e.errnoName().equals("EEXIST")) {
        throw e;
      }
    }
    Fifo.createIfAbsent(directory.path()); // checks that it is a fifo of ours
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectory(directory.folder(), PosixFilePermissions.asFileAttribute(ownerOnly));
      madeFolder = true;
    } catch (FileAlreadyExistsException e) {
      // It is checked now, like one that we have made.
    }
    directory.requireOurs();
  }

  FifoDirectory directory() {
    return directory;
  }

  /**
   * Removes what was made before the server's lock was tried. A folder that is not empty by now has
   * another server, and stays, with its fifo.
   */
  void undoUnused() throws IOException {
    try {
      if (madeFolder) {
        Files.deleteIfExists(directory.folder());
      }
      if (madeFifo) {
        Files.deleteIfExists(directory.path());
      }
    } catch (DirectoryNotEmptyException e) {
      // The other server removes them, or its successor does.
    }
  }

  /** Removes what was made, and what lies in it. The caller holds the server's lock. */
  void undo() throws IOException {
    if (madeFolder) {
      for (Path file : directory.files()) {
        Files.deleteIfExists(file);
      }
    }
    undoUnused();
  }
}
