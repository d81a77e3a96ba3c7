# What differs with Docker: sourced by try.sh.
compose() { docker compose -p "$project" -f "$here/compose.yaml" "$@"; }
engine() { docker "$@"; }
healthy() { [ "$(docker inspect -f '{{.State.Health.Status}}' "$1")" = healthy ]; }
build() { say "building the images"; compose build -q; }
down() { compose down -t 5 -v --remove-orphans > /dev/null 2>&1 || true; }
