package io.standpipe.internal.tree;

/** Which process group a child was started in. */
public enum ProcessGroup {
  /** A group of its own, which it leads. */
  OWN,
  /** This process's, because it shares our terminal. */
  OURS
}
