#!/usr/bin/env bash
# Builds the programs that the images take in, into docker/programs. Needs the .NET 10 SDK (and npm, for the console's page); without them:
#   docker run --rm -v "$PWD:/source" -w /source mcr.microsoft.com/dotnet/sdk:10.0 docker/publish.sh
set -euo pipefail
cd "$(dirname "$0")/.."

publish() { dotnet publish "$1" -c Release -v q --nologo -o "docker/programs/$2"; }

rm -rf docker/programs
publish src/Orchestrator.Broker.Host broker
publish src/Orchestrator.Console.Host console
publish testbed/Testbed.QuickSupport instrument/quicksupport
publish testbed/Testbed.InstrumentWindow instrument/window
