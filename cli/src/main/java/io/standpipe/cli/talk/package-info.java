/**
 * The command {@code talk}: a user, a file or a script talks with a program.
 *
 * <p>Start with {@link io.standpipe.cli.talk.TalkCommand}. Each way to talk is a {@link
 * io.standpipe.cli.talk.TalkSession}: {@link io.standpipe.cli.talk.PipedSession} for standard input
 * that is no terminal, {@link io.standpipe.cli.talk.LineEditingSession} and {@link
 * io.standpipe.cli.talk.RawTerminalSession} for a user at a terminal, {@link
 * io.standpipe.cli.talk.ScriptSession} for {@code --script}.
 */
@NullMarked
package io.standpipe.cli.talk;

import org.jspecify.annotations.NullMarked;
