/** Text and bytes: UTF-8 in pieces, and text that is safe to print. */
@NullMarked
package io.standpipe.cli.text;

import org.jspecify.annotations.NullMarked;
