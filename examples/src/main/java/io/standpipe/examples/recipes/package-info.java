/** The code of the recipes in {@code docs/recipes}, one class for each. */
@NullMarked
package io.standpipe.examples.recipes;

import org.jspecify.annotations.NullMarked;
