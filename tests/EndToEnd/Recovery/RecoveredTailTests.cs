using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Runs;
using Orchestrator.Audit.Verification;
using Orchestrator.Broker.Commands;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.EndToEnd.Evidence;
using Orchestrator.EndToEnd.Stage;

namespace Orchestrator.EndToEnd.Recovery;

/// <summary>
/// A QuickSupport that is killed with signed records that its broker hasn't: the next one on that computer brings them, and both logs tell one story. Both
/// are processes of their own; the broker is the real one.
/// </summary>
[Trait("Requirement", "R-AUD-7")]
[Trait("Requirement", "R-AUD-10")]
public sealed class RecoveredTailTests(PatientVendor patient) : IClassFixture<PatientVendor>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OverWithin = TimeSpan.FromSeconds(PatientVendor.GraceSeconds + 15);

    private readonly TestVendor _vendor = patient.Vendor;

    [Fact]
    public async Task What_a_killed_QuickSupport_had_signed_is_brought_by_the_next_one_and_stands_there_once()
    {
        await using var killed = await KilledRun.MakeAsync(_vendor, () => Task.CompletedTask);
        await _vendor.UntilObservedAsync(killed.Number, BrokerEventCodes.MissingEnd, OverWithin);
        await AssertDeliveredAsync(killed);
    }

    [Fact]
    public async Task A_broker_that_was_down_when_QuickSupport_was_killed_gets_it_when_both_serve_again()
    {
        await using var killed = await KilledRun.MakeAsync(_vendor, _vendor.StopAsync);
        await _vendor.ServeAgainAsync();
        await _vendor.UntilObservedAsync(killed.Number, BrokerEventCodes.MissingEnd, Patience);
        await AssertDeliveredAsync(killed);
    }

    private async Task AssertDeliveredAsync(KilledRun killed)
    {
        var before = (await ClaimsAsync(killed)).Count;
        Assert.InRange(before, 1, killed.Log.Signed - 1);
        Assert.Null(DeliveredNote.Read(killed.Log.Folder));

        await using var next = await killed.StartNextAsync(_vendor);

        await KilledRun.UntilAsync(() => DeliveredNote.Read(killed.Log.Folder) is not null);
        await _vendor.UntilObservedAsync(killed.Number, BrokerEventCodes.TailRecovered, Patience);
        await AssertBrokerAsync(killed, before);
        await AssertDiffAsync(killed);
        await AssertBundleAsync(killed);
        AssertDisk(killed, before);
        Assert.Equal([BrokerEventCodes.SessionRegistered], _vendor.Observed(next.Number));
    }

    /// <summary>Its claims are what the run signed, byte for byte, and its log says once, behind the MISSING END, that they came later.</summary>
    private async Task AssertBrokerAsync(KilledRun killed, int before)
    {
        var log = killed.Log;
        var own = log.Read(0).Take((int)log.Signed).Select((line, at) => ((long)at, Convert.ToHexStringLower(SHA256.HashData(line.Span))));
        Assert.Equal(own, (await ClaimsAsync(killed)).Select(claim => (claim.Sequence, claim.LineSha256)));
        var recovered = Assert.Single(_vendor.Observations(killed.Number, BrokerEventCodes.TailRecovered));
        Assert.Equal((log.Signed - before, log.Signed, log.Records - log.Signed), (Number(recovered, "records"), Number(recovered, "size"), Number(recovered, "unsigned")));
        Assert.False(recovered.GetProperty("end").GetBoolean());
        var said = _vendor.Observed(killed.Number);
        Assert.Equal([BrokerEventCodes.MissingEnd, BrokerEventCodes.TailRecovered], said.Where(code => code is BrokerEventCodes.MissingEnd or BrokerEventCodes.TailRecovered));
        Assert.DoesNotContain(BrokerEventCodes.SessionEnded, said);
    }

    /// <summary>What a killed run can't have told, and nothing else: its END, what its channel carried (it says nothing, the broker counted), and what nobody signed.</summary>
    private async Task AssertDiffAsync(KilledRun killed)
    {
        var (_, output, error) = await RunAsync("audit", "diff", killed.Number, "--data", _vendor.Setup.DataFolder, "--run", killed.Log.Folder.Path, "--json");
        Assert.Equal("", error);
        var found = JsonDocument.Parse(output).RootElement.EnumerateArray().Select(finding => finding.GetProperty("code").GetString()).ToList();
        Assert.Equal(killed.Log.Records - killed.Log.Signed, found.RemoveAll(code => code == "not-delivered"));
        Assert.Equal(["meter-omitted", "missing-end-recorded", "not-metered"], found.Order(StringComparer.Ordinal));
    }

    private async Task AssertBundleAsync(KilledRun killed)
    {
        var file = Path.Combine(_vendor.NewFolder("evidence"), "killed.evidence");
        await SessionBundle.MakeAsync(_vendor, killed.Number, file);
        var verdict = BundleVerifier.Verify(await File.ReadAllBytesAsync(file, CancellationToken.None), new BundleTrust(SessionBundle.RootOf(_vendor), []));
        Assert.Null(verdict.Fault);
        Assert.Equal(killed.Number, verdict.Proof!.Session);
    }

    /// <summary>Nothing waits any more, and the next run's own log says what it brought.</summary>
    private static void AssertDisk(KilledRun killed, int before)
    {
        var log = killed.Log;
        var own = Assert.Single(Directory.GetDirectories(killed.Logs), folder => folder != log.Folder.Path);
        Assert.Equal(DeliveredNote.Of(log.Last!.Checkpoint), DeliveredNote.Read(log.Folder));
        Assert.Empty(UndeliveredRuns.Find(killed.Logs, Path.GetFileName(own)));
        var delivered = Assert.Single(LogLines.Read(own), record => record.GetProperty("event").GetString() == "run.delivered").GetProperty("data");
        Assert.Equal((log.Name.ToString(), log.Signed - before), (delivered.GetProperty("folder").GetString(), Number(delivered, "records")));
    }

    private static long Number(JsonElement data, string name) => data.GetProperty(name).GetInt64();

    private async Task<IReadOnlyList<StoryEvent>> ClaimsAsync(KilledRun killed) =>
        await (await BrokerEvidence.OpenAsync(_vendor.Setup.DataFolder, CancellationToken.None)).ClaimsAsync(killed.Session, CancellationToken.None);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await BrokerProgram.RunAsync(arguments, output, error, Stream.Null);
        return (code, output.ToString(), error.ToString());
    }
}
