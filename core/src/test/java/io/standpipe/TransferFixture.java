package io.standpipe;

import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Pipes to move bytes between, and threads that fill and drain them. */
abstract class TransferFixture {
  static final int MANY = 3 << 20;

  final Leaks before = Leaks.snapshot();
  final List<Pipe> pipes = new ArrayList<>();
  final List<PipeReader> readers = new ArrayList<>();
  Pipe source;
  Pipe target;

  @BeforeEach
  void open() throws IOException {
    source = pipe();
    target = pipe();
  }

  @AfterEach
  void nothingIsLeft() {
    pipes.forEach(Pipe::close);
    readers.forEach(PipeReader::close);
    Leaks.assertNoneSince(before);
  }

  Pipe pipe() throws IOException {
    Pipe pipe = Pipe.open();
    pipes.add(pipe);
    return pipe;
  }

  Background<Void> feed(byte[] bytes) {
    return Background.start(
        ThreadKind.VIRTUAL,
        () -> {
          try (PipeWriter writer = source.writer()) {
            writer.write(ByteBuffer.wrap(bytes));
          }
          return null;
        });
  }

  static Background<byte[]> drain(Pipe pipe) {
    return Background.start(ThreadKind.VIRTUAL, () -> pipe.reader().readAllBytes());
  }
}
