# shellcheck shell=sh
# Sourced by ./standpipe and ./build. find_jdk sets JAVA_HOME and sp_jdk_version, or ends the script with code 125.
# It runs at every start of the command: it reads files and starts no JVM, and where it can no process at all. Its
# variables begin with sp_: see ./standpipe.

# is_jdk DIR: does DIR hold a JDK, 25 or newer? Sets sp_jdk_version (25.0.3), sp_jdk_rank, which grows with it, and
# sp_jdk_early for an early-access build.
is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sp_jdk_version='' sp_jdk_early=false
  while [ -z "$sp_jdk_version" ] && IFS='="' read -r sp_key _ sp_value _; do
    case $sp_key=$sp_value in
      JAVA_RUNTIME_VERSION=*-ea*) sp_jdk_early=true ;;
      JAVA_VERSION=*) sp_jdk_version=$sp_value ;;
    esac
  done <"$1/release"
  case $sp_jdk_version in
    '' | *[!0-9.]*) return 1 ;;
  esac
  sp_fields=$sp_jdk_version.0.0.
  sp_major=${sp_fields%%.*} sp_fields=${sp_fields#*.}
  sp_minor=${sp_fields%%.*} sp_fields=${sp_fields#*.}
  sp_jdk_rank=$(((sp_major * 1000 + sp_minor) * 1000 + ${sp_fields%%.*}))
  [ "$sp_major" -ge 25 ]
}

# Sets sp_jdk_home to the JDK of the first java on the PATH.
jdk_of_path() {
  sp_jdk_home=
  sp_saved_ifs=$IFS IFS=:
  for sp_dir in $PATH; do
    if [ -x "$sp_dir/java" ]; then
      sp_jdk_home=${sp_dir%/bin}
      break
    fi
  done
  IFS=$sp_saved_ifs
  [ -n "$sp_jdk_home" ] || return 1
  if [ -h "$sp_jdk_home/bin/java" ]; then
    sp_jdk_home=$(readlink -f "$sp_jdk_home/bin/java")
    sp_jdk_home=${sp_jdk_home%/bin/java}
  fi
}

# Sets sp_jdk_home to the newest release in the usual folders, which has the most fixes. Early-access builds are passed
# over.
jdk_of_folders() {
  sp_jdk_home='' sp_best=0
  for sp_dir in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/*jdk* /opt/java/* /opt/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.gradle/jdks/* \
    "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.asdf/installs/java/*; do
    if is_jdk "$sp_dir" && ! $sp_jdk_early && [ "$sp_jdk_rank" -gt "$sp_best" ]; then
      sp_jdk_home=$sp_dir sp_best=$sp_jdk_rank
    fi
  done
}

find_jdk() {
  sp_jdk_home=${JAVA_HOME-}
  is_jdk "$sp_jdk_home" || { jdk_of_path && is_jdk "$sp_jdk_home"; } || { jdk_of_folders && is_jdk "$sp_jdk_home"; } || {
    echo 'standpipe: no JDK 25 or newer found (looked at JAVA_HOME, java on the PATH, /usr/lib/jvm and the other usual folders); install one, for example Debian package openjdk-25-jdk or Eclipse Temurin 25, or set JAVA_HOME' >&2
    exit 125
  }
  export JAVA_HOME="$sp_jdk_home"
}
