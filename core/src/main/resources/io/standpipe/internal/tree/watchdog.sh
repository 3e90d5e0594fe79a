# Ends the programs that are tied to a JVM when that JVM has ended: see ParentWatchdog.java.
#
# Standard input is the lifeline. It brings
#   + PID START GROUP CGROUP    a program is tied: when it started, in the ticks of /proc/PID/stat,
#                               whether it leads a process group (1), its control group or -
#   - PID START                 it has ended
# and ends when the JVM does, however that ends. For each program there are three variables, named
# by its pid, so that neither line takes longer when there are many.

# Only the end of the lifeline ends this script: signals to the JVM's session or group do not.
trap '' HUP INT QUIT TERM TSTP

while read -r sign pid start group cgroup; do
  case $sign in
    +) eval "p$pid=\$start g$pid=\$group c$pid=\$cgroup" ;;
    -) if eval "[ \"\$p$pid\" = \"\$start\" ]"; then unset "p$pid"; fi ;;
  esac
done

# Sets $begun: when a process started; empty if there is none, or it is a zombie. Its name, in
# parentheses, may hold anything, a newline too.
begun() {
  stat=
  while read -r line; do stat="$stat $line"; done < "/proc/$1/stat"
  set -- ${stat##*) }
  case $1 in Z | X) begun= ;; *) begun=${20} ;; esac
}

# Whether a process is still the one that was seen: pids are used again. "$1" is PID:START.
same() {
  begun "${1%:*}"
  [ -n "$begun" ] && [ "$begun" = "${1#*:}" ]
}

# Whether the group of a tied program is still its own. While a member lives, no new process gets
# the number: so if a process with another start time has it, the group is gone.
own() {
  begun "$1"
  [ -z "$begun" ] || eval "[ \"\$begun\" = \"\$p$1\" ]"
}

# Prints the descendants of a process as PID:START.
below() (
  for file in /proc/"$1"/task/*/children; do
    line=
    read -r line < "$file"
    for child in $line; do
      begun "$child"
      [ -n "$begun" ] && echo "$child:$begun"
      below "$child"
    done
  done
)

# Adds to $known what has been started since, or has not been looked for yet.
look() {
  for one in $known; do
    if same "$one"; then
      for new in $(below "${one%:*}"); do
        case " $known " in *" $new "*) ;; *) known="$known $new" ;; esac
      done
    fi
  done
}

alive() {
  for one in $known; do same "$one" && return 0; done
  for pid in $groups; do own "$pid" && kill -s 0 -- "-$pid" && return 0; done
  return 1
}

signal() {
  look
  for pid in $groups; do own "$pid" && kill -s "$1" -- "-$pid"; done
  for one in $known; do same "$one" && kill -s "$1" "${one%:*}"; done
}

# Waits until none is left, at most so many tenths of a second.
wait_tenths() {
  tenths=$1
  while alive && [ "$tenths" -gt 0 ]; do
    sleep 0.1
    tenths=$((tenths - 1))
  done
}

all=$(set | while IFS='=' read -r name value; do
  case $name in p[0-9]*) echo "${name#p}" ;; esac
done)
known= groups=
for pid in $all; do
  eval "known=\"\$known $pid:\$p$pid\""
  if eval "[ \"\$g$pid\" = 1 ]"; then groups="$groups $pid"; fi
done

# StopPolicy.standard() without its first step: the JVM's end has closed their input already.
signal TERM
wait_tenths 20
for again in 1 2 3 4 5; do
  signal KILL
  for pid in $all; do
    eval "cgroup=\$c$pid"
    if [ "$cgroup" != - ]; then echo 1 > "$cgroup/cgroup.kill"; fi
  done
  wait_tenths 1
  alive || break
done
for pid in $all; do
  eval "cgroup=\$c$pid"
  if [ "$cgroup" != - ]; then rmdir "$cgroup"; fi
done
