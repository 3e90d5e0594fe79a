package io.standpipe.cli.command;

import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}, from the manifest of the jar. */
final class ManifestVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = ManifestVersion.class.getPackage().getImplementationVersion();
    return new String[] {"standpipe " + (version == null ? "(not from a jar)" : version)};
  }
}
