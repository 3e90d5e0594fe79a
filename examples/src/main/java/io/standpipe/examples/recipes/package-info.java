/** The code of the recipes in {@code docs/recipes}: each class is one of them. */
@NullMarked
package io.standpipe.examples.recipes;

import org.jspecify.annotations.NullMarked;
