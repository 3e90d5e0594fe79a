/**
 * Conversations with real programs: two hundred questions to each, and every answer is checked.
 * Each file is about one program or one family of programs.
 */
package io.standpipe.examples.programs;
