/** What a worker is told, and what it tells: choices and figures. */
@NullMarked
package io.standpipe.kafka.worker;

import org.jspecify.annotations.NullMarked;
