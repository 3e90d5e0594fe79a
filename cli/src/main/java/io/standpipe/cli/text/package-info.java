/** UTF-8 that arrives in pieces. */
@NullMarked
package io.standpipe.cli.text;

import org.jspecify.annotations.NullMarked;
