# The story that try.sh plays, over `compose` (the engine's compose) and `engine` (docker or podman).
domain=support.vendor.test

inside() { engine exec -i "$@"; }
instrument() { inside "$(name instrument)" "$@"; }
technician() { inside "$(name technician)" "$@"; }
name() {
  case $1 in
    broker) echo "$domain" ;;
    proxy) echo proxy.site.test ;;
    *) engine ps -a --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$1" --format '{{.Names}}' ;;
  esac
}
field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | sed "s/\\\\u0027/'/g; s/\\\\u0022/\"/g"; }

# Waits until a command succeeds.
until_true() { # seconds, what for, command
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $limit ] || fail "$what: not within the time"
    sleep 0.5
  done
}

# The proxy's account, and the site file that names it. Made anew for each run; folders that nobody else on this machine can enter.
make_secrets() {
  rm -rf "$run"
  (umask 077; mkdir "$run")
  mkdir "$run/proxy" "$run/site" "$run/plugins"
  local password
  password=$(head -c 18 /dev/urandom | base64 | tr '+/' 'ab')
  echo "laboratory:$(openssl passwd -apr1 -stdin <<< "$password")" > "$run/proxy/users"
  cat > "$run/site/site.yaml" <<END
instrument:
  name: LH-8 in containers
  site: Laboratory network
proxy:
  address: http://proxy.site.test:3128
  user: laboratory
  password: "$password"
  basic-without-tls: yes
folders:
  - /srv/instrument/files
END
}

set_up_vendor() {
  say "a vendor is made: keys, configuration, one trained technician"
  setup_code=$(compose run --rm -T --no-deps --entrypoint set-up broker | tr -d '\r' | sed -n 's/^setup code: //p')
  [[ $setup_code =~ ^[A-Za-z0-9-]{8,}$ ]] || fail "the vendor couldn't be made"
}

start() {
  compose up -d --no-build "$@" > /dev/null
  local each
  for each in "$@"; do until_true 90 "$each gets healthy" healthy "$(name "$each")"; done
  say "healthy: $*"
}

# The six digits of an authenticator for this half minute.
code_of() { # secret in Base32
  local key mac offset
  key=$(printf '%s' "$1" | awk '{ while (length($0) % 8) $0 = $0 "="; print }' | base32 -d | od -An -v -tx1 | tr -d ' \n')
  mac=$(printf '%016x' $(($(date +%s) / 30)) | sed 's/../\\x&/g' | xargs -0 printf '%b' | openssl dgst -sha1 -mac HMAC -macopt "hexkey:$key" | sed 's/.* //')
  offset=$((16#${mac:39:1} * 2))
  printf '%06d' $(((16#${mac:offset:8} & 0x7fffffff) % 1000000))
}

activate_technician() {
  local offered line secret digits
  password=$(head -c 18 /dev/urandom | base64)
  coproc ACTIVATE { technician orchestrator activate --user t.berg --stdin --json --config /srv/handed-over/client.orchestrator-config --data /srv/technician/console 2>&1; }
  printf '%s\n%s\n' "$setup_code" "$password" >&"${ACTIVATE[1]}"
  while read -r -t 60 line <&"${ACTIVATE[0]}"; do
    case $line in
      *'"activation-offered"'*) secret=$(field secret <<< "$line"); code_of "$secret" >&"${ACTIVATE[1]}"; echo >&"${ACTIVATE[1]}" ;;
      *'"activated"'*) offered=$line; break ;;
      *) echo "$line" >&2 ;;
    esac
  done
  [ -n "${offered:-}" ] || fail "the technician's account couldn't be activated"
  recovery_code=$(sed -n 's/.*"recoveryCodes": *\["\([^"]*\)".*/\1/p' <<< "$offered")
  digits=$(field console <<< "$offered")
  inside "$domain" orchestrator-broker console approve t.berg "$digits" --data /srv/vendor/broker > /dev/null
  say "the technician chose password and second factor; the console is approved by its digits $digits"
}

# Whether a container reaches an address and port.
reaches() { inside "$1" timeout 5 bash -c "exec 3<> /dev/tcp/$2/$3" > /dev/null 2>&1; }

# Whether a container has a default route: of /proc/net/route (11 columns) or /proc/net/ipv6_route (10, where there is IPv6).
ways_out() {
  inside "$1" bash -c 'cat /proc/net/route; cat /proc/net/ipv6_route 2> /dev/null || true' |
    awk 'NF == 11 && $2 == "00000000" && $8 == "00000000" || NF == 10 && $1 ~ /^0+$/ && $2 == "00" && $NF != "lo" { n++ } END { print NR ? n + 0 : "unknown" }'
}

# Each attempt is made from the proxy too, where it must succeed: what fails in the laboratory fails because of the network.
no_other_way() {
  local address said each
  for each in broker proxy instrument technician; do
    [ "$(ways_out "$(name "$each")")" = 0 ] || fail "a route leads out of the networks of $each"
  done
  address=$(inside proxy.site.test getent ahostsv4 $domain | awk 'NR == 1 { print $1 }')
  [ -n "$address" ] || fail "the proxy doesn't know $domain"
  reaches proxy.site.test "$address" 443 || fail "the proxy doesn't reach $address:443"
  if reaches "$(name instrument)" "$address" 443; then fail "the laboratory reaches the broker past the proxy"; fi
  if instrument getent ahostsv4 $domain > /dev/null; then fail "the laboratory knows the broker's address"; fi
  reaches "$(name instrument)" proxy.site.test 3128 || fail "the laboratory doesn't reach the proxy"
  say "no route leads out of any network; from the laboratory proxy.site.test:3128 answers, $address:443 (the broker) doesn't, and its name isn't known; the proxy reaches it"
  # QuickSupport itself, told the address and nothing of the proxy.
  said=$(instrument testbed-quicksupport --config /srv/handed-over/client.orchestrator-config --log /tmp/direct --files /tmp --vendor-at "$address" < /dev/null || true)
  grep -q '"event":"waiting"' <<< "$said" && fail "QuickSupport got out without the proxy"
  say "QuickSupport without the proxy: $(field sentence <<< "$said")"
}

session() {
  local said line sas steps number pin log
  until_true 90 "the run stops" instrument grep -rqi "liquid not detected" /srv/instrument/files --include=*.log
  log=$(instrument grep -rli "liquid not detected" /srv/instrument/files --include=*.log | head -1)
  said=$(instrument cat /tmp/said)
  number=$(field number <<< "$said")
  pin=$(field pin <<< "$said")
  session_number=$number
  say "the run stopped: liquid not detected. The operator reads out $number and a PIN"
  steps="view
shot /srv/technician/before.png
control
click 734 554
wait-for change 300,204,680x392 30
shot /srv/technician/after.png
fetch \"${log#/srv/instrument/files/}\" /srv/technician/run.log
chat \"The run goes on. Thank you!\"
end"
  technician sh -c 'cat > /srv/technician/steps' <<< "$steps"
  coproc CONNECT { technician orchestrator connect "$number" --pin "$pin" --reason "liquid not detected" --user t.berg --password-stdin --json \
    --do /srv/technician/steps --plugins /srv/plugins/folder --config /srv/handed-over/client.orchestrator-config --data /srv/technician/console 2>&1; }
  local process=$CONNECT_PID
  printf '%s\n%s\n' "$password" "$recovery_code" >&"${CONNECT[1]}"
  while read -r -t 90 line <&"${CONNECT[0]}"; do
    case $line in
      *'"type":"joined"'*)
        sas=$(field sas <<< "$line")
        say "the technician joins $(field instrument <<< "$line"), by way of $(field hop <<< "$line"), and reads six digits aloud"
        instrument hear "$(tr -d ' ' <<< "$sas")" ;;
      *'"type":"opened"'*) say "the operator typed the digits: they match" ;;
      *'"type":"step"'*) say "step: $(field step <<< "$line")$([[ $line == *'"ok":true'* ]] || echo "  $line")" ;;
      *'"type":"end"'*) say "end: $(field sentence <<< "$line")" ;;
      *'"type":'*) ;;
      *) echo "$line" >&2 ;;
    esac
  done
  wait "$process" || fail "the technician's script ended with $?"
}

evidence() {
  local chosen kept=$root/artifacts/containers-try
  mkdir -p "$kept"
  technician cat /srv/technician/before.png > "$kept/before.png"
  technician cat /srv/technician/after.png > "$kept/after.png"
  cmp -s "$kept/before.png" "$kept/after.png" && fail "the screen didn't change"
  chosen=$(technician grep "Retry chosen" /srv/technician/run.log) || fail "the click didn't arrive"
  say "the run's log, as it was fetched: $chosen"
  until_true 30 "QuickSupport closes" instrument_is_over
  echo "--- the proxy's log"
  inside proxy.site.test cat /tmp/access.log
  inside proxy.site.test grep -q "TCP_TUNNEL/200 CONNECT $domain:443 laboratory" /tmp/access.log || fail "the proxy saw no tunnel"
  echo "--- the instrument's claims against the broker's observations"
  inside "$domain" orchestrator-broker audit diff "$session_number" --data /srv/vendor/broker
  echo "--- screenshots: $kept"
}

instrument_is_over() { engine logs "$(name instrument)" 2>&1 | grep -q '"event":"ended"'; }

tell_what_they_say() {
  local each
  for each in broker proxy instrument technician; do
    echo "--- $each says"
    engine logs --tail 30 "$(name "$each")" 2>&1 || true
  done
}
