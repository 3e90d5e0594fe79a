/** How services that run until they are closed end, and how their users learn why. */
@NullMarked
package io.standpipe.kafka.internal.service;

import org.jspecify.annotations.NullMarked;
