/**
 * Talking with a program: questions and answers, prompts and patterns, each with a deadline.
 *
 * <p>Start with {@link io.standpipe.conversation.Conversation}, made over a child or over any two
 * ends. {@link io.standpipe.conversation.ConversationOptions} set how messages are framed, how long
 * an answer may take, and how much is kept. An {@link io.standpipe.conversation.Expected} describes
 * what {@code expect} waits for, a {@link io.standpipe.conversation.Match} what it found. A {@link
 * io.standpipe.conversation.Transcript} records which side said what and when; a {@link
 * io.standpipe.conversation.Script} plays it again and finds the first difference.
 *
 * <p>For many questions at full speed there is an {@link io.standpipe.conversation.Exchange}: bytes
 * instead of text, a sending and a receiving thread, and no dialogue.
 *
 * <p>The side that is started and answers is in {@code io.standpipe.responder}. Programs that did
 * not start each other meet at a named pipe: {@code io.standpipe.fifo}. This package depends on
 * neither.
 */
@NullMarked
package io.standpipe.conversation;

import org.jspecify.annotations.NullMarked;
