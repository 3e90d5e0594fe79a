# shellcheck shell=sh
# Sourced by ./standpipe and ./build. find_jdk sets JAVA_HOME and jdk_version, or ends the script with code 125.
# It runs at every start of the command: it reads files and starts no JVM, and where it can no process at all.

# is_jdk DIR: does DIR hold a JDK, 25 or newer? Sets jdk_version (25.0.3), jdk_rank, which grows with it, and
# jdk_early for an early-access build.
is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  jdk_version='' jdk_early=false
  while [ -z "$jdk_version" ] && IFS='="' read -r key _ value _; do
    case $key=$value in
      JAVA_RUNTIME_VERSION=*-ea*) jdk_early=true ;;
      JAVA_VERSION=*) jdk_version=$value ;;
    esac
  done <"$1/release"
  case $jdk_version in
    '' | *[!0-9.]*) return 1 ;;
  esac
  fields=$jdk_version.0.0.
  major=${fields%%.*} fields=${fields#*.}
  minor=${fields%%.*} fields=${fields#*.}
  jdk_rank=$(((major * 1000 + minor) * 1000 + ${fields%%.*}))
  [ "$major" -ge 25 ]
}

# Sets jdk_home to the JDK of the first java on the PATH.
jdk_of_path() {
  jdk_home=
  saved_ifs=$IFS IFS=:
  for dir in $PATH; do
    if [ -x "$dir/java" ]; then
      jdk_home=${dir%/bin}
      break
    fi
  done
  IFS=$saved_ifs
  [ -n "$jdk_home" ] || return 1
  if [ -h "$jdk_home/bin/java" ]; then
    jdk_home=$(readlink -f "$jdk_home/bin/java")
    jdk_home=${jdk_home%/bin/java}
  fi
}

# Sets jdk_home to the newest release in the usual folders: it has the most fixes. Early-access builds are passed over.
jdk_of_folders() {
  jdk_home='' best=0
  for dir in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/*jdk* /opt/java/* /opt/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.gradle/jdks/* \
    "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.asdf/installs/java/*; do
    if is_jdk "$dir" && ! $jdk_early && [ "$jdk_rank" -gt "$best" ]; then
      jdk_home=$dir best=$jdk_rank
    fi
  done
}

find_jdk() {
  jdk_home=${JAVA_HOME-}
  is_jdk "$jdk_home" || { jdk_of_path && is_jdk "$jdk_home"; } || { jdk_of_folders && is_jdk "$jdk_home"; } || {
    echo 'standpipe: no JDK 25 or newer found (looked at JAVA_HOME, java on the PATH, /usr/lib/jvm and the other usual folders); install one, for example Debian package openjdk-25-jdk or Eclipse Temurin 25, or set JAVA_HOME' >&2
    exit 125
  }
  export JAVA_HOME="$jdk_home"
}
