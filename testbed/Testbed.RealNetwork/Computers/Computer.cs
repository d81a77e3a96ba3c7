using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Testbed.RealNetwork.Processes;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Computers;

/// <summary>One computer of the real world: a network, mounts and a host name of its own, in which programs run. Ends with its <see cref="Warden"/>.</summary>
public sealed class Computer
{
    /// <summary>
    /// Arguments: its name, then source and target of each mount. Says its process id, then waits. No address is announced or sought by itself: all
    /// that passes on its cables was sent by a program, or is the kernel's search for a neighbour.
    /// </summary>
    internal const string Script =
        """
        set -e
        read -r pid rest </proc/self/stat
        mount -t proc proc /proc
        hostname "$1"; shift
        while [ $# -gt 0 ]; do mount --bind "$1" "$2"; shift 2; done
        for each in all default; do
          echo 0 >/proc/sys/net/ipv6/conf/$each/accept_dad
          echo 0 >/proc/sys/net/ipv6/conf/$each/accept_ra
          echo 0 >/proc/sys/net/ipv6/conf/$each/router_solicitations
        done
        echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
        ip link set lo up
        echo "$pid"
        exec cat
        """;

    private static readonly Dictionary<string, string> Plain = new()
    {
        // The sockets and files of these diagnostics would lie in a folder that all computers share.
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    private readonly HeldProcess _anchor;

    internal Computer(string name, HeldProcess anchor, EtcFiles etc, int pid) => (Name, _anchor, Etc, Pid) = (name, anchor, etc, pid);

    /// <summary>Host name.</summary>
    public string Name { get; }

    /// <summary>Process id of what holds it, as this program sees it.</summary>
    public int Pid { get; }

    /// <summary>Put before a command line, it runs there.</summary>
    internal ImmutableArray<string> Prefix => ["nsenter", .. Into];

    /// <summary>Who is who there.</summary>
    internal EtcFiles Etc { get; }

    /// <summary>Runs a program there to its end; gives what it wrote.</summary>
    /// <exception cref="WorldException">It failed.</exception>
    public Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string input = "") =>
        Tool.RunAsync("nsenter", [.. Into, program, .. arguments], input, cancellationToken);

    /// <summary>Runs a program of this machine on the computer's network alone: it sees this machine's files and process ids.</summary>
    /// <exception cref="WorldException">It failed.</exception>
    public Task<string> ConfigureAsync(string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken) =>
        Tool.RunAsync("nsenter", [$"--net=/proc/{Pid}/ns/net", "--", Tool.Find(program) ?? program, .. arguments], input, cancellationToken);

    /// <summary>Starts a program there that talks with this one over its input and output.</summary>
    public HeldProcess Start(string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        Start(name, program, arguments, environment, isQuiet: false);

    /// <summary>Starts a program there that serves others; the last of what it writes is kept for messages.</summary>
    public HeldProcess Serve(string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        Start(name, program, arguments, environment, isQuiet: true);

    private string[] Into =>
        ["--target", Pid.ToString(CultureInfo.InvariantCulture), "--net", "--mount", "--uts", "--pid", "--"];

    private HeldProcess Start(string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, bool isQuiet)
    {
        var all = new Dictionary<string, string>(Plain);
        foreach (var (key, value) in environment ?? Plain)
        {
            all[key] = value;
        }

        return _anchor.HasExited
            ? throw new WorldException($"The computer {Name} is gone: {_anchor.Said}")
            : HeldProcess.Start(name, "nsenter", [.. Into, program, .. arguments], all, isQuiet);
    }
}
