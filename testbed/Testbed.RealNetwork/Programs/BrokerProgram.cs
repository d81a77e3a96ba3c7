using System.Net;
using Orchestrator.Broker.Setup;
using Orchestrator.Testbed.Play.Vendor;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.RealNetwork.Processes;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>The shipped broker as a program on a computer of the vendor's, on port 443 of the vendor's addresses.</summary>
internal sealed class BrokerProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(40);

    private readonly HeldProcess _process;

    private BrokerProgram(HeldProcess process) => _process = process;

    /// <summary>The vendor's computer, with the broker's addresses.</summary>
    public static async Task<Computer> AddComputerAsync(Warden warden, string folder, CancellationToken cancellationToken)
    {
        var computer = await warden.AddAsync("vendor", folder, cancellationToken).ConfigureAwait(false);
        await Cable.BatchAsync(
            computer,
            [Cable.Address($"{SiteNames.BrokerV4}/32", "lo"), Cable.Address($"{SiteNames.BrokerV6}/128", "lo")],
            cancellationToken).ConfigureAwait(false);
        return computer;
    }

    /// <summary>Starts it there and waits until it listens.</summary>
    public static async Task<ServingBroker> ServeAsync(Computer computer, SetupResult setup, CancellationToken cancellationToken)
    {
        var port = SiteNames.Port(HostRole.Broker);
        var process = computer.Start("broker", ProgramPaths.Broker, ["serve", "--data", setup.DataFolder, "--listen", $"[::]:{port}"]);
        var program = new BrokerProgram(process);
        try
        {
            await program.UntilItListensAsync(cancellationToken).ConfigureAwait(false);
            return new ServingBroker(program, new IPEndPoint(SiteNames.BrokerV4, port), new ComputerNetwork(computer));
        }
        catch
        {
            await program.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
    }

    private async Task UntilItListensAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTime);
        while (await _process.Output.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith("Listening on", StringComparison.Ordinal))
            {
                // What it logs from here on must be taken from it.
                _ = _process.Output.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
        }

        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        throw new WorldException($"The broker didn't start: {_process.Said}");
    }
}
