# An upgrade without a stop: a node of an earlier commit and one of this tree, on one database and broker, under load.
# Sourced by deploy/test; see "Upgrading" in deploy/README.md.
# shellcheck shell=bash

before_seconds=10 # that the older node is alone under load; then the newer one is started
both_seconds=20   # that both run
after_seconds=12  # that the newer one is alone

# upgrade COMMIT: its last line is that of the checks, `N passed, N failed`.
upgrade() {
  local commit name before_port after_port status=0
  commit=$(git -C "$repo" rev-parse --verify --quiet "$1^{commit}") || die "there is no commit '$1' in this clone"
  need_packages postgresql rabbitmq-server
  say "1/3 building $(git -C "$repo" log -1 --format='%h (%cs)' "$commit"), and this tree"
  hold_data_dir "$(mktemp -d "${TMPDIR:-/tmp}/intentmarket-upgrade.XXXXXX")"
  chmod 711 "$data_dir" # PostgreSQL runs as another user, who passes through
  mkdir "$data_dir/before"
  git -C "$repo" archive "$commit" | tar -x -C "$data_dir/before"
  repo=$data_dir/before publish before.app
  publish after.app
  waited build_locked dotnet build tests/IntentMarket.Bench -c Release --nologo -v q -p:RestoreLockedMode=true ||
    die "the build failed"

  say "2/3 starting PostgreSQL, RabbitMQ and the node of before"
  # shellcheck disable=SC2119 # no port is spoken for
  start_services
  before_port=$(free_port before) after_port=$(free_port after)
  upgrade_settings
  start_node before "$before_port"

  say "3/3 trading: $before_seconds s with the node of before, $both_seconds s with both, $after_seconds s with this one"
  cd "$repo"
  MARKET_URL=http://127.0.0.1:$before_port spawn bench dotnet "$repo"/tests/IntentMarket.Bench/bin/Release/net*/IntentMarket.Bench.dll \
    upgrade before="http://127.0.0.1:$before_port" after="http://127.0.0.1:$after_port" alone="$after_seconds"
  until_ready bench "the load" grep -q '^trading' "$data_dir/log/bench.log"
  rest "$before_seconds"
  start_node after "$after_port"
  rest "$both_seconds"
  stop before
  while alive bench; do pause; done
  wait "$(pid_of bench)" || status=$?
  for name in before after; do say "$name logged $(grep -cE '^(fail|crit):' "$data_dir/log/$name.log" || true) errors"; done
  if ((status != 0)); then keep_logs; fi
  sed '/^trading/d' "$data_dir/log/bench.log"
  return "$status"
}

publish() {
  waited build_locked dotnet publish src/IntentMarket.Web -c Release -o "$data_dir/$1" --nologo -v q \
    -p:RestoreLockedMode=true || die "the build failed"
}

upgrade_settings() {
  unset ASPNETCORE_HTTP_PORTS ASPNETCORE_HTTPS_PORTS
  export DATA_DIR=$data_dir ASPNETCORE_ENVIRONMENT=Production Demonstration=false Limits__Rest__PerSecond=0
  Operator__Key=op$(random_hex 6).$(random_hex 32)
  ConnectionStrings__Postgres=$(postgres_connection)
  ConnectionStrings__RabbitMq=$(rabbitmq_uri)
  export Operator__Key ConnectionStrings__Postgres ConnectionStrings__RabbitMq
  export RabbitMq__Management=http://127.0.0.1:$management_port
  export RabbitMq__PublicHost=127.0.0.1 RabbitMq__PublicPort=$rabbitmq_port RabbitMq__PublicTls=false
}

start_node() {
  cd "$data_dir/$1.app" # the program looks for its pages where it is started
  ASPNETCORE_URLS=http://127.0.0.1:$2 spawn "$1" dotnet "$data_dir/$1.app/IntentMarket.Web.dll"
  until_ready "$1" "the node '$1'" answers_200 "$2" /readyz
}

# Waits, as long as the load goes on.
rest() {
  local until=$((SECONDS + $1))
  while ((SECONDS < until)); do
    alive bench || break
    pause
  done
}

keep_logs() {
  local kept=$repo/artifacts/upgrade
  (umask "$users_umask" && mkdir -p "$kept" && cp "$data_dir"/log/{before,after,bench}.log "$kept/")
  say "their logs: $kept"
}
