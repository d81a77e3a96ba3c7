using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.EndToEnd.Recovery;

/// <summary>A run of QuickSupport, a process of its own, that lost its link within a session, went on recording and signing, and was killed by signal 9.</summary>
internal sealed class KilledRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Recorded at the instrument alone: the link's loss, and what the operator took back behind it.
    private static readonly string[] Recorded = ["link.lost", "channel.closed"];

    private readonly InstrumentProcess _process;

    private KilledRun(InstrumentProcess process, EarlierRun log) => (_process, Log) = (process, log);

    /// <summary>What it left on the disk.</summary>
    public EarlierRun Log { get; }

    /// <summary>Folder of the logs of all runs of that computer.</summary>
    public string Logs => _process.Logs;

    /// <summary>The session's number, as people read it.</summary>
    public string Number => _process.Number;

    public SessionNumber Session => Log.Session!.Value;

    /// <summary>Plays it.</summary>
    /// <param name="vendor">Whose.</param>
    /// <param name="whileCut">Happens between the loss of the link and the kill.</param>
    public static async Task<KilledRun> MakeAsync(TestVendor vendor, Func<Task> whileCut)
    {
        await using var door = new CuttableDoor(ConfigurationLoader.Load(vendor.Setup.ClientConfiguration, null).Port);
        var process = await InstrumentProcess.StartAsync(vendor, "--vendor-at", CuttableDoor.Address, "--revokes-after", "4000");
        try
        {
            await using var console = await vendor.OpenConsoleAsync();
            await using var session = await console.ConnectAsync(vendor.Wish(process.Number, process.Pin));
            process.Hear(session.Sas);
            await session.OpenedAsync().WaitAsync(Patience);
            await session.AskAsync(Capability.ViewScreen, 5, "to look");
            await session.PictureAsync();
            door.Cut();
            await whileCut();
            var folder = Assert.Single(Directory.GetDirectories(process.Logs));
            await UntilAsync(() => IsSigned(folder));
            await process.KillAsync();
            return new KilledRun(process, EarlierRun.Open(folder)!);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next run on that computer.</summary>
    public Task<InstrumentProcess> StartNextAsync(TestVendor vendor) => _process.StartAgainAsync(vendor);

    /// <summary>Looks until it is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!isSo())
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static bool IsSigned(string folder)
    {
        var signed = EarlierRun.Open(folder)?.Signed ?? 0;
        var events = LogLines.Read(folder).Take((int)signed).Select(record => record.GetProperty("event").GetString()).ToList();
        return Recorded.All(events.Contains);
    }
}
