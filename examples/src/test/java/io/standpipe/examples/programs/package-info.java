/**
 * Programs as they are in the world, and conversations with them: two hundred questions to each,
 * and every answer is looked at. A file is a program, or a family of them.
 */
package io.standpipe.examples.programs;
