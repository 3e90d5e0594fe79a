/**
 * Requests and replies over two topics. What a record says: {@link
 * io.standpipe.kafka.internal.request.Call}, {@link io.standpipe.kafka.internal.request.ReplyKind}.
 * Who answers: {@link io.standpipe.kafka.internal.request.RequestServer}. Who asks: {@link
 * io.standpipe.kafka.internal.request.RequestClient}.
 */
@NullMarked
package io.standpipe.kafka.internal.request;

import org.jspecify.annotations.NullMarked;
