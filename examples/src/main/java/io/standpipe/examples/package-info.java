/**
 * The five classic programs about pipes, each a main class: {@link io.standpipe.examples.Pipe1},
 * {@link io.standpipe.examples.Pipe2}, {@link io.standpipe.examples.Spawn}, {@link
 * io.standpipe.examples.Deadlock} and {@link io.standpipe.examples.NamedPipe}.
 *
 * <p>Run them with {@code ./examples/run pipe1}, and so on. Without options they do what the
 * classics do, some of them for ever; {@code --scale 0.01} makes the sleeps short, {@code --rounds
 * 20} makes an end.
 */
@NullMarked
package io.standpipe.examples;

import org.jspecify.annotations.NullMarked;
