# What differs with podman: sourced by try.sh. Images, containers and networks lie in a store of their own below artifacts/, so nothing of the
# person's own podman is touched. Base images that aren't there and can't be pulled are made by debootstrap from Debian's archive and imported under
# the name that the Dockerfiles have; the ASP.NET runtime is the one that is installed here.

for tool in podman buildah podman-compose runc iptables debootstrap; do
  command -v $tool > /dev/null || fail "$tool isn't installed; docker/README.md lists what this needs"
done
[ "$(id -u)" -eq 0 ] || fail "base images and networks need root"

store=$root/artifacts/containers
mkdir -p "$store/networks"
# Plain podman on a machine without systemd, and on one that can't raise its limits.
cat > "$store/containers.conf" <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_config_dir = "$store/networks"
END
cat > "$store/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$store/images"
runroot = "$store/state"
END
export CONTAINERS_CONF=$store/containers.conf CONTAINERS_STORAGE_CONF=$store/storage.conf
# Health checks are asked by try.sh, not by timers.
export DISABLE_HC_SYSTEMD=true BUILDAH_FORMAT=docker BUILDAH_ISOLATION=chroot

compose() { podman-compose -p "$project" -f "$here/compose.yaml" "$@" 2>> "$store/podman-compose.log"; }
engine() { podman "$@"; }
healthy() { podman healthcheck run "$1" > /dev/null 2>&1; }

base_image() { # name, runtime or plain
  podman image exists "$1" && return
  if timeout 300 podman pull -q "$1" > /dev/null 2>&1; then return; fi
  if [ ! -d "$store/debian" ]; then
    say "$1 can't be pulled: making Debian 12 by debootstrap"
    rm -rf "$store/debian.partial"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$store/debian.partial" http://deb.debian.org/debian > "$store/debootstrap.log"
    rm -rf "$store/debian.partial"/var/cache/apt/archives/*.deb
    mv "$store/debian.partial" "$store/debian"
  fi
  if [ "$2" = runtime ]; then
    local dotnet
    dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
    # As Microsoft's image has it: dotnet beside its frameworks, no SDK, and port 8080 for whoever doesn't say another.
    tar -c -C "$store/debian" . -C "$dotnet" --transform 's,^\./\(dotnet\|host\|shared\)\(/\|$\),./usr/share/dotnet/\1\2,' ./dotnet ./host ./shared |
      podman import -q --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/share/dotnet' --change 'ENV DOTNET_RUNNING_IN_CONTAINER=true' \
        --change 'ENV ASPNETCORE_HTTP_PORTS=8080' --change 'ENV DOTNET_ROOT=/usr/share/dotnet' - "$1" > /dev/null
  else
    tar -c -C "$store/debian" . | podman import -q --change 'CMD ["bash"]' - "$1" > /dev/null
  fi
}

build() {
  base_image mcr.microsoft.com/dotnet/aspnet:10.0 runtime
  base_image docker.io/library/debian:12-slim plain
  for image in broker console proxy instrument; do
    say "building $image"
    buildah bud --isolation chroot --pull-never --layers -q -t "orchestrator-$image" -f "$here/$image/Dockerfile" "$here" > "$store/build-$image.log" 2>&1 ||
      { cat "$store/build-$image.log" >&2; return 1; }
  done
}

down() {
  compose down -t 5 -v > /dev/null || true
  for network in laboratory site vendor; do podman network rm -f "${project}_$network" > /dev/null 2>&1 || true; done
  for volume in vendor handed-over instrument technician; do podman volume rm -f "${project}_$volume" > /dev/null 2>&1 || true; done
}
