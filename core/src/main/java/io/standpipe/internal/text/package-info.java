/** Text for people: escaped words, durations, and counts. */
@NullMarked
package io.standpipe.internal.text;

import org.jspecify.annotations.NullMarked;
