# shellcheck shell=bash
# What deploy/run and deploy/test share: processes that are started, told apart and stopped by pid, and a PostgreSQL and
# a RabbitMQ of one's own. Sourced, never run. Everything lives under $data_dir, which one script at a time holds.

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data_dir=            # absolute; set by hold_data_dir
users_umask=$(umask) # for what goes into the working tree; what goes into $data_dir is for its owner alone
started=()           # names of the processes that this script started, in that order
waited_for=          # pid of the command that `waited` runs

stop_seconds=30  # an orderly stop of one process; then it is killed
start_seconds=90 # until a process that was started is ready

say() { printf '%s\n' "$*"; }
die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# ---- data directory ------------------------------------------------------------------------------------------------

hold_data_dir() {
  mkdir -p "$1"
  data_dir=$(cd "$1" && pwd -P)
  umask 077
  mkdir -p "$data_dir/run" "$data_dir/log" "$data_dir/secrets"
  # Held by this script alone (descriptor 9 is closed in all that it starts), so it is free again however the script ends.
  if command -v flock >/dev/null; then
    exec 9>"$data_dir/run/lock"
    flock -w 5 9 || die "another run uses $data_dir: stop it, or choose another DATA_DIR"
  fi
  stop_leftovers
}

# Processes that outlived a script which was killed: its pid files name them.
stop_leftovers() {
  local file name
  for file in "$data_dir"/run/*.pid; do
    [[ -e $file ]] || continue
    name=$(basename "$file" .pid)
    if alive "$name"; then
      say "stopping $name, left by an earlier run (pid $(pid_of "$name"))"
      stop "$name"
    fi
    rm -f "$file" "$data_dir/run/$name.start"
  done
}

random_hex() { od -An -v -tx1 -N"$1" /dev/urandom | tr -d ' \n'; }

# Prints the secret of that name; makes it if there is none.
secret() {
  local file=$data_dir/secrets/$1
  if [[ ! -s $file ]]; then
    random_hex 24 >"$file.new"
    mv "$file.new" "$file"
  fi
  cat "$file"
}

# ---- processes -----------------------------------------------------------------------------------------------------

# spawn NAME COMMAND…: starts it in the background, output to log/NAME.log, pid to run/NAME.pid.
# - A session of its own: Ctrl-C reaches this script alone, which then stops all in the right order.
# - $parent_death_signal: should this script be killed, the kernel asks the process to stop.
# Not to be called in a subshell, which would be the parent that dies.
spawn() {
  local name=$1 log=$data_dir/log/$1.log wrap=()
  shift
  if command -v setsid >/dev/null; then wrap+=(setsid); fi
  if command -v setpriv >/dev/null; then wrap+=(setpriv --pdeathsig "${parent_death_signal:-TERM}"); fi
  if [[ -e $log ]]; then mv -f "$log" "$log.1"; fi
  ${wrap[@]+"${wrap[@]}"} "$@" </dev/null >"$log" 2>&1 9>&- &
  printf '%s\n' $! >"$data_dir/run/$name.pid"
  start_time $! >"$data_dir/run/$name.start"
  started+=("$name")
}

pid_of() { cat "$data_dir/run/$1.pid" 2>/dev/null || true; }

# When a process began: with its pid this names it, though the pid be given out again. Empty for one that has ended.
start_time() {
  local stat fields
  if [[ -d /proc/self ]]; then
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} == Z ]] || printf '%s\n' "${fields[19]}"
  else
    ps -o lstart= -p "$1" 2>/dev/null || true
  fi
}

alive() {
  local pid now
  pid=$(pid_of "$1")
  [[ -n $pid ]] || return 1
  now=$(start_time "$pid")
  [[ -n $now && $now == "$(cat "$data_dir/run/$1.start" 2>/dev/null)" ]]
}

# PostgreSQL ends its sessions on INT; on TERM it would wait for them.
stop_signal() { if [[ $1 == postgres ]]; then echo INT; else echo TERM; fi; }

# stop NAME…: asks all of them, waits for all, kills what does not end.
stop() {
  local name deadline=$((SECONDS + stop_seconds))
  for name in "$@"; do
    if alive "$name"; then kill -s "$(stop_signal "$name")" "$(pid_of "$name")" 2>/dev/null || true; fi
  done
  for name in "$@"; do
    while alive "$name" && ((SECONDS < deadline)); do sleep 0.1; done
    if alive "$name"; then
      say "$name did not stop within $stop_seconds s and is killed"
      kill -KILL "$(pid_of "$name")" 2>/dev/null || true
      while alive "$name"; do sleep 0.1; done
    fi
    rm -f "$data_dir/run/$name.pid" "$data_dir/run/$name.start"
  done
}

# What uses the services goes first, and what the broker needs goes after it.
stop_all() {
  trap '' INT TERM HUP
  if [[ -n $waited_for ]]; then
    kill -TERM "$waited_for" 2>/dev/null || true
    wait "$waited_for" 2>/dev/null || true
  fi
  [[ -n $data_dir ]] || return 0
  local name users=()
  for name in ${started[@]+"${started[@]}"}; do
    case $name in postgres | rabbitmq | epmd) ;; *) users+=("$name") ;; esac
  done
  if ((${#users[@]} > 0)); then stop "${users[@]}"; fi
  if ((${#started[@]} > ${#users[@]})); then
    stop rabbitmq postgres
    stop epmd
  fi
  rm -f "$data_dir/run/services.env"
}

# Between two looks. Bash's own word on a child that was killed is kept back: what follows says it better.
pause() { sleep 0.5; } 2>/dev/null

# A command in the foreground that does not keep a signal to this script waiting.
waited() {
  local status=0
  "$@" 9>&- &
  waited_for=$!
  wait "$waited_for" || status=$?
  waited_for=
  return "$status"
}

# until_ready NAME WHAT TEST…: until the test holds; dies with the end of its log if the process does first.
until_ready() {
  local name=$1 what=$2 deadline=$((SECONDS + start_seconds))
  shift 2
  until "$@"; do
    if ! alive "$name"; then
      tail -n 25 "$data_dir/log/$name.log" >&2 || true
      die "$what ended while it started; its log: $data_dir/log/$name.log"
    fi
    if ((SECONDS >= deadline)); then
      tail -n 25 "$data_dir/log/$name.log" >&2 || true
      die "$what was not ready within $start_seconds s; its log: $data_dir/log/$name.log"
    fi
    sleep 0.2
  done
}

# ---- ports and http ------------------------------------------------------------------------------------------------

# Either loopback address: the market listens on both.
port_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null
}

# free_port NAME: the port of that name from the last run where it is still free, since bots were told it; else a free
# one, below the range from which the kernel takes ports for outgoing connections.
free_port() {
  local file=$data_dir/run/$1.port port
  port=$(cat "$file" 2>/dev/null || true)
  while [[ -z $port ]] || port_taken "$port" || grep -sqx "$port" "$data_dir"/run/taken.ports; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
  done
  printf '%s\n' "$port" >"$file"
  printf '%s\n' "$port" >>"$data_dir/run/taken.ports"
  printf '%s\n' "$port"
}

# answers_200 PORT PATH [HEADER]: with nothing but bash, since a fresh machine may lack curl.
answers_200() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n%s\r\n' "$2" "${3:+$3$'\r\n'}" >&3
  read -rt 5 _ status _ <&3 && [[ $status == 200 ]]
) 2>/dev/null

# ---- building ------------------------------------------------------------------------------------------------------

# waited build_locked COMMAND…: in the repository, one build at a time, leaving no build server behind. Takes the place of
# the shell that it runs in (the one that `waited` makes), so that a signal reaches the build itself.
build_locked() {
  umask "$users_umask"
  cd "$repo" || exit
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
  export UseSharedCompilation=false
  if command -v flock >/dev/null; then
    mkdir -p artifacts
    exec 8>artifacts/build.lock
    flock -n 8 || { say "waiting for another build of this working tree" && flock 8; }
  fi
  exec "$@"
}

# ---- Debian packages -----------------------------------------------------------------------------------------------

# need_packages NAME…: installs those that are missing.
need_packages() {
  local name missing=() as_root=()
  command -v dpkg-query >/dev/null || die "needs Debian's packages $*: this machine has no dpkg"
  for name in "$@"; do
    [[ $(dpkg-query -W -f='${Status}' "$name" 2>/dev/null) == *' ok installed' ]] || missing+=("$name")
  done
  ((${#missing[@]} > 0)) || return 0
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "install these Debian packages first (there is no sudo here): ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  waited ${as_root[@]+"${as_root[@]}"} apt-get -q update || die "apt-get update failed"
  waited ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends "${missing[@]}" || die "could not install ${missing[*]}"
}

# ---- PostgreSQL ----------------------------------------------------------------------------------------------------

postgres_port=
as_postgres=() # PostgreSQL refuses to run as root
postgres_bin=

choose_postgres() {
  local dir=$data_dir/postgres version
  if [[ -s $dir/data/PG_VERSION ]]; then
    version=$(<"$dir/data/PG_VERSION") # data files are read by the version that wrote them
  else
    # shellcheck disable=SC2012 # version numbers, nothing else
    version=$(ls /usr/lib/postgresql 2>/dev/null | sort -n | tail -n 1)
  fi
  postgres_bin=/usr/lib/postgresql/$version/bin
  [[ -x $postgres_bin/postgres ]] || die "no PostgreSQL $version in /usr/lib/postgresql"

  mkdir -p "$dir"
  ((EUID == 0)) || return 0
  chown postgres:postgres "$dir"
  as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
  # A data directory in root's home is shut to it. Only the right to pass closed directories is lent then: opening
  # root's directories to everyone would be worse.
  if ! "${as_postgres[@]}" ls "$dir" >/dev/null 2>&1; then
    as_postgres+=(--inh-caps=+dac_read_search --ambient-caps=+dac_read_search)
    "${as_postgres[@]}" ls "$dir" >/dev/null 2>&1 ||
      die "the user postgres cannot enter $dir: choose a DATA_DIR that it can"
  fi
}

# Made beside its place and moved there when whole, so that a kill half-way leaves nothing half-made.
make_postgres() {
  local dir=$data_dir/postgres password log=$data_dir/log/initdb.log
  [[ ! -s $dir/data/PG_VERSION ]] || return 0
  password=$(secret postgres.password)
  rm -rf "$dir/data.new"
  ${as_postgres[@]+"${as_postgres[@]}"} "$postgres_bin/initdb" -D "$dir/data.new" -U postgres \
    --auth=reject --encoding=UTF8 --locale=C.UTF-8 >"$log" 2>&1 </dev/null ||
    { cat "$log" >&2; die "initdb failed"; }
  # Nobody logs in as the superuser: the market's role owns its database, and may make others for tests.
  ${as_postgres[@]+"${as_postgres[@]}"} "$postgres_bin/postgres" --single -D "$dir/data.new" postgres >>"$log" 2>&1 <<SQL
create role market login createdb password '$password'
create database market owner market
SQL
  if grep -E 'ERROR|FATAL' "$log" >&2; then die "could not make the database; its log: $log"; fi
  printf 'host all market 127.0.0.1/32 scram-sha-256\n' >"$dir/data.new/pg_hba.conf"
  mv "$dir/data.new" "$dir/data"
}

# Durability is stated, not left to a default: a receipt means synced.
start_postgres() {
  parent_death_signal=INT spawn postgres ${as_postgres[@]+"${as_postgres[@]}"} "$postgres_bin/postgres" \
    -D "$data_dir/postgres/data" \
    -c listen_addresses=127.0.0.1 -c port="$postgres_port" -c unix_socket_directories= \
    -c fsync=on -c synchronous_commit=on -c full_page_writes=on \
    -c max_connections=300 -c shared_buffers=256MB -c max_wal_size=2GB
}

postgres_ready() {
  "$postgres_bin/pg_isready" -q -h 127.0.0.1 -p "$postgres_port" -d market -U market
}

postgres_connection() {
  printf 'Host=127.0.0.1;Port=%s;Database=market;Username=market;Password=%s' \
    "$postgres_port" "$(secret postgres.password)"
}

# ---- RabbitMQ ------------------------------------------------------------------------------------------------------

rabbitmq_port=
management_port=
distribution_port=
epmd_port=

rabbitmq_user() { printf 'market-%s' "$(secret rabbitmq.user | cut -c1-8)"; }

make_rabbitmq() {
  local dir=$data_dir/rabbitmq
  mkdir -p "$dir/conf.d" "$dir/mnesia" "$data_dir/log/rabbitmq"
  cp "$repo"/deploy/rabbitmq/{rabbitmq.conf,enabled_plugins} "$dir/"
  # Definitions in the configuration also mean that the user guest is never made.
  sed -e "s/@USER@/$(rabbitmq_user)/; s/@PASSWORD@/$(secret rabbitmq.password)/" \
    "$repo/deploy/rabbitmq/definitions.json" >"$dir/definitions.json"
  cat >"$dir/conf.d/10-here.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$rabbitmq_port
management.tcp.port = $management_port
load_definitions = $dir/definitions.json
CONF
}

# The node's name stays the same, since the broker's data directory is named by it; brokers side by side are kept apart by
# a name server (epmd) of their own, which Erlang would else share and leave behind. Home is where the cookie is made.
start_rabbitmq() {
  local dir=$data_dir/rabbitmq
  local here=(env HOME="$dir" ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1)
  if ! alive epmd; then
    spawn epmd "${here[@]}" epmd
    until_ready epmd "Erlang's name server" listens "$epmd_port"
  fi
  # RUNNING_UNDER_SYSTEMD: the broker takes its start script's place, so that the pid is the broker's.
  spawn rabbitmq "${here[@]}" RUNNING_UNDER_SYSTEMD=true \
    RABBITMQ_NODENAME=market@localhost \
    RABBITMQ_CONF_ENV_FILE="$dir/rabbitmq-env.conf" \
    RABBITMQ_CONFIG_FILE="$dir/rabbitmq.conf" \
    RABBITMQ_CONFIG_FILES="$dir/conf.d" \
    RABBITMQ_ADVANCED_CONFIG_FILE="$dir/advanced.config" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins" \
    RABBITMQ_MNESIA_BASE="$dir/mnesia" \
    RABBITMQ_LOG_BASE="$data_dir/log/rabbitmq" \
    RABBITMQ_PID_FILE="$dir/mnesia/market.pid" \
    RABBITMQ_DIST_PORT="$distribution_port" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
    /usr/lib/rabbitmq/bin/rabbitmq-server
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

rabbitmq_ready() {
  listens "$rabbitmq_port" && answers_200 "$management_port" /api/overview \
    "Authorization: Basic $(printf '%s:%s' "$(rabbitmq_user)" "$(secret rabbitmq.password)" | base64 -w 0)"
}

rabbitmq_uri() {
  printf 'amqp://%s:%s@127.0.0.1:%s' "$(rabbitmq_user)" "$(secret rabbitmq.password)" "$rabbitmq_port"
}

# ---- both ----------------------------------------------------------------------------------------------------------

# start_services [PORT…]: the services, on ports other than those, which are spoken for.
start_services() {
  printf '%s\n' "$@" >"$data_dir/run/taken.ports"
  postgres_port=$(free_port postgres)
  rabbitmq_port=$(free_port rabbitmq)
  management_port=$(free_port management)
  distribution_port=$(free_port distribution)
  epmd_port=$(free_port epmd)

  choose_postgres
  make_postgres
  make_rabbitmq
  start_rabbitmq
  start_postgres
  until_ready postgres PostgreSQL postgres_ready
  until_ready rabbitmq RabbitMQ rabbitmq_ready
}

# A service that died is started again on its ports, where all who use it look for it.
tend_services() {
  local name
  for name in postgres rabbitmq; do
    if ! alive "$name" && ((SECONDS >= ${tended_at:-0} + 3)); then
      tended_at=$SECONDS
      wait "$(pid_of "$name")" 2>/dev/null || true
      say "$name ended and is started again (its log: $data_dir/log/$name.log.1)"
      "start_$name"
    fi
  done
}
