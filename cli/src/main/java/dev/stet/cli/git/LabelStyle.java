package dev.stet.cli.git;

import java.util.Locale;

/** Whose arguments {@code --labels} prints. */
enum LabelStyle {
  /** {@code docker build}: labels. */
  DOCKER,
  /** {@code docker buildx build}: labels, and the same as annotations of the manifest. */
  BUILDX;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
