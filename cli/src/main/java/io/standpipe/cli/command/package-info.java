/** What every command has in common, described to picocli by calls. */
@NullMarked
package io.standpipe.cli.command;

import org.jspecify.annotations.NullMarked;
