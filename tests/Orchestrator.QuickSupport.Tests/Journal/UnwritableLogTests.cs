using Orchestrator.Actors.Links;
using Orchestrator.Audit.Log;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Journal;

/// <summary>Real disks that can't be written: no session starts, and a running one learns it with its next event.</summary>
[Trait("Requirement", "R-AUD-14")]
public sealed class UnwritableLogTests : IAsyncLifetime
{
    private readonly string _disk = Directory.CreateTempSubdirectory("unwritable-").FullName;
    private readonly Ed25519Key _brokerKey = Ed25519Key.Generate(new SeededRandom(5));
    private bool _isMounted;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_isMounted)
            await ExternalProcess.RunAsync("umount", ["--lazy", _disk]);
        Directory.Delete(_disk, recursive: true);
    }

    [SkippableFact]
    public async Task On_a_read_only_disk_no_session_starts()
    {
        await MountAsync("size=1m");
        await ExternalProcess.RunAsync("mount", ["-o", "remount,ro", _disk]);
        var refused = await Assert.ThrowsAsync<EvidenceLogException>(StartAsync);
        Assert.Equal(EvidenceLogFailure.Unwritable, refused.Failure);
        Assert.Contains(_disk, refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task On_a_disk_without_room_for_the_closing_records_no_session_starts()
    {
        await MountAsync("size=32k");
        var refused = await Assert.ThrowsAsync<EvidenceLogException>(StartAsync);
        Assert.Equal(EvidenceLogFailure.DiskFull, refused.Failure);
    }

    [SkippableFact]
    public async Task A_disk_that_gets_full_enlarges_nothing_more_and_the_end_still_fits()
    {
        await MountAsync("size=256k");
        await using (var journal = await StartAsync())
        {
            await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
            Fill();

            // The last page of the file still takes some; then the disk says no.
            var grant = new SessionEvents.Granted(
                new GrantId(1), new AskId(1), Capability.ViewScreen, 1200, new SessionTime(1), new string('e', 64), TestEvidence.Signed.Sha256, TestEvidence.Receipt);
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                for (var i = 0; i < 100; i++)
                    await journal.AppendAsync(grant, default);
            });
            await journal.AppendAsync(new SessionEvents.Ending(Party.Instrument, EndReason.LogFailed), default);
            await journal.AppendAsync(new SessionEvents.Ended(Party.Instrument, EndReason.LogFailed, []), default);
            await journal.CheckpointAsync(default);
        }

        var run = Audit.Runs.EarlierRun.Open(Directory.GetDirectories(_disk).Single())!;
        Assert.False(run.Tampered);
        Assert.Equal(run.Records, run.Signed);
    }

    [SkippableFact]
    public async Task A_disk_that_becomes_read_only_takes_no_more_of_what_people_say_and_the_append_fails()
    {
        await MountAsync("size=1m");
        await using var journal = await StartAsync();
        await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        await ExternalProcess.RunAsync("mount", ["--bind", _disk, _disk]);
        await ExternalProcess.RunAsync("mount", ["-o", "remount,bind,ro", _disk]);
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => journal.AppendAsync(new SessionEvents.ChatPosted(Party.Operator, "hello"), default));
        }
        finally
        {
            await ExternalProcess.RunAsync("umount", ["--lazy", _disk]);
        }
    }

    private async Task MountAsync(string options)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting needs root on Linux.");
        RealComponent.Require("mount", "umount");
        await ExternalProcess.RunAsync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", _disk]);
        _isMounted = true;
    }

    private void Fill()
    {
        using var file = new FileStream(Path.Combine(_disk, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private Task<QuickSupport.Journal.InstrumentJournal> StartAsync() => TestJournal.StartAsync(_disk, 1, new BrokerClock(TimeProvider.System), _brokerKey.Public);
}
