using System.Globalization;
using Orchestrator.Testbed.RealNetwork.Processes;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Computers;

/// <summary>
/// Whose end is the end of everything that was started under it. The first process of a process namespace of its own: it reads a pipe from this
/// program, so it ends when this program ends, however that happens, and the kernel then kills all others of that namespace. Their network
/// namespaces, cables, addresses and mounts have no names outside and vanish with them: nothing needs to be cleaned up after a kill.
/// </summary>
internal sealed class Warden : IAsyncDisposable
{
    /// <summary>Says its process id as this program sees it, then waits for the end of its input.</summary>
    private const string Script = "read -r pid rest </proc/self/stat; echo \"$pid\"; exec cat";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly HeldProcess _process;

    private Warden(HeldProcess process, int pid) => (_process, Pid) = (process, pid);

    /// <summary>Process id, as this program sees it.</summary>
    public int Pid { get; }

    /// <summary>Starts one.</summary>
    /// <exception cref="WorldException">This user may not.</exception>
    public static async Task<Warden> StartAsync(CancellationToken cancellationToken)
    {
        var process = HeldProcess.Start("warden", "unshare", ["--pid", "--fork", "--kill-child", "--", "sh", "-c", Script], NoEnvironment, isQuiet: false);
        return new Warden(process, await ReadPidAsync(process, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A new computer under this warden: its own network, mounts and host name.</summary>
    /// <param name="name">Host name.</param>
    /// <param name="folder">Of the run; its files in /etc lie below it.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task<Computer> AddAsync(string name, string folder, CancellationToken cancellationToken)
    {
        var etc = EtcFiles.Create(Path.Combine(folder, "etc", name), name);
        string[] arguments =
        [
            string.Create(CultureInfo.InvariantCulture, $"--pid=/proc/{Pid}/ns/pid"), "--",
            "unshare", "--net", "--mount", "--uts", "--propagation", "private", "--", "sh", "-c", Computer.Script, name, name, .. etc.Mounts,
        ];
        var process = HeldProcess.Start(name, "nsenter", arguments, NoEnvironment, isQuiet: false);
        return new Computer(name, process, etc, await ReadPidAsync(process, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<int> ReadPidAsync(HeldProcess process, CancellationToken cancellationToken)
    {
        var line = await process.Output.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (int.TryParse(line, CultureInfo.InvariantCulture, out var pid))
        {
            return pid;
        }

        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        throw new WorldException($"The {process.Name} can't be set up: {process.Said.Trim()}");
    }
}
