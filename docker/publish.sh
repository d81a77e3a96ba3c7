#!/usr/bin/env bash
# Builds the programs that the images take in, into docker/programs. Arguments go to `dotnet publish`; without any it is -c Release.
# Needs the .NET 10 SDK (and npm, for the console's page, which is left out without it); where there is none:
#   docker run --rm -v "$PWD:/source" -w /source mcr.microsoft.com/dotnet/sdk:10.0 docker/publish.sh
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- -c Release
publish() { # project, folder, arguments of dotnet publish
  local project=$1 folder=docker/programs/$2
  shift 2
  dotnet publish "$project" -v q --nologo -o "$folder" "$@"
}

rm -rf docker/programs
publish src/Orchestrator.Broker.Host broker "$@"
publish src/Orchestrator.Console.Host console "$@"
publish testbed/Testbed.QuickSupport instrument/quicksupport "$@"
publish testbed/Testbed.InstrumentWindow instrument/window "$@"
# A sample of a plugin, which is signed and mounted, and in no image.
publish samples/Transport.RawTls plugin "$@"
