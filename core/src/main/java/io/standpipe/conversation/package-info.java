/**
 * Talking with a program: questions and answers, prompts and patterns, each with a deadline.
 *
 * <p>Start with {@link io.standpipe.conversation.Conversation}, made over a child or over any two
 * ends. {@link io.standpipe.conversation.ConversationOptions} say how messages are framed, how long
 * an answer may take, how much is kept. A {@link io.standpipe.conversation.Expected} is what {@code
 * expect} waits for, a {@link io.standpipe.conversation.Match} what it found. A {@link
 * io.standpipe.conversation.Transcript} tells who said what and when; a {@link
 * io.standpipe.conversation.Script} plays one and finds the first difference.
 *
 * <p>The side that is started and answers is a {@link io.standpipe.conversation.Responder}.
 *
 * <p>Programs that did not start each other meet at a named pipe: {@link
 * io.standpipe.conversation.FifoServer}, {@link io.standpipe.conversation.FifoClient}.
 *
 * <p>This package stands on {@link io.standpipe} and {@link io.standpipe.framing}; nothing there
 * knows of it. Nothing here is null unless it says so.
 */
@NullMarked
package io.standpipe.conversation;

import org.jspecify.annotations.NullMarked;
