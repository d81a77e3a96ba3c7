using System.Security.Cryptography;
using Orchestrator.Audit.Verification;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;

namespace Orchestrator.EndToEnd.Evidence;

/// <summary>A real session's evidence, taken out of the broker's folder while it serves, checked with nothing but the file and the root's hash.</summary>
[Collection(VendorCollection.Name)]
public sealed class BundleTests(TestVendor vendor)
{
    [Fact]
    [Trait("Requirement", "R-AUD-12")]
    public async Task A_sessions_bundle_proves_itself_with_the_roots_hash_alone()
    {
        var (number, run) = await SessionAsync();
        var file = Path.Combine(vendor.NewFolder("evidence"), "small.evidence");

        var said = await SessionBundle.MakeAsync(vendor, number, file, "--run", run);

        var bundle = await File.ReadAllBytesAsync(file);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bundle)), said.GetProperty("sha256").GetString());
        var verdict = BundleVerifier.Verify(bundle, new BundleTrust(SessionBundle.RootOf(vendor), []));
        Assert.Null(verdict.Fault);
        Assert.Equal(number, verdict.Proof!.Session);
        Keep(bundle);
        await vendor.UntilObservedAsync(number, BrokerEventCodes.EvidenceExported, AttendedInstrument.Patience);

        // The record of the first export belongs to the session, too, and breaks nothing.
        await SessionBundle.MakeAsync(vendor, number, Path.Combine(Path.GetDirectoryName(file)!, "again.evidence"));
    }

    [Fact]
    public async Task Another_runs_folder_and_a_file_that_is_there_are_refused_and_nothing_is_left()
    {
        var (number, _) = await SessionAsync();
        var (_, other) = await SessionAsync();
        var folder = vendor.NewFolder("evidence");
        var file = Path.Combine(folder, "one.evidence");
        await SessionBundle.MakeAsync(vendor, number, file);

        Assert.Equal(5, (await SessionBundle.TryAsync(vendor, number, file)).Code);
        Assert.Equal(3, (await SessionBundle.TryAsync(vendor, number, Path.Combine(folder, "other.evidence"), "--run", other)).Code);
        Assert.Equal(4, (await SessionBundle.TryAsync(vendor, "999999999", Path.Combine(folder, "none.evidence"))).Code);
        Assert.Equal([file], Directory.GetFiles(folder));
    }

    /// <summary>One short session with one grant.</summary>
    private async Task<(string Number, string Run)> SessionAsync()
    {
        await using var console = await vendor.OpenConsoleAsync();
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var session = await instrument.JoinedAsync(console);
        await session.AskAsync(Capability.ViewScreen, 5, "to look");
        Assert.True((await session.EndAsync()).IsOrderly);
        await instrument.CloseAndReadAsync();
        await vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.SessionEnded, AttendedInstrument.Patience);
        return (instrument.Number, instrument.Run.LogDirectory);
    }

    /// <summary>For whoever wants one to look at, or to freeze: where the environment says.</summary>
    private void Keep(byte[] bundle)
    {
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_KEEP_EVIDENCE") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, "session.evidence"), bundle);
            File.WriteAllText(Path.Combine(folder, "root.sha256"), SessionBundle.RootOf(vendor).Hex + "\n");
        }
    }
}
