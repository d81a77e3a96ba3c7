using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Evidence;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.SiteFiles;

namespace Orchestrator.EndToEnd.Witnessing;

/// <summary>
/// A whole session that never happened at the customer's: the vendor plays the instrument, too, with all the keys that he has. He knows everything about the
/// customer's witness but the site's secret.
/// </summary>
public sealed class InventedSessionTests : IAsyncLifetime
{
    private const string NotShown = "That the vendor didn't invent this session";
    private const string Shown = "Your witness signed the beginning, the end and the server's log when they were made: the vendor didn't invent or rewrite this session later.";

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private readonly TestVendor _vendor = new();

    public Task InitializeAsync() => _vendor.InitializeAsync();

    public Task DisposeAsync() => _vendor.DisposeAsync();

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    [Trait("Requirement", "R-AUD-12")]
    public async Task A_session_invented_by_the_vendor_is_caught_with_a_witness_key_and_honestly_reported_without_one()
    {
        await using var witness = await RunningWitness.CreateAsync(_vendor, "lab");
        await witness.EnrolAsync();
        witness.Start();
        var real = await SessionAsync(witness.Site);
        var invented = await SessionAsync(new SiteWitness(witness.Site.Key, RandomNumberGenerator.GetBytes(32)));
        await UntilAsync(invented, "witness.refused", data => data.GetProperty("status").GetInt32() == 403);

        // The session of the site: proven, and with the witness's key also that it took place.
        var file = await UntilWitnessedAsync(real, witness.VerifierKey);
        var (exit, report) = await Auditor.VerifyAsync(file, "--trust", Root, "--witness", witness.VerifierKey);
        Assert.Equal(0, exit);
        Assert.Contains(Shown, report, StringComparison.Ordinal);
        Assert.DoesNotContain(NotShown, report, StringComparison.Ordinal);
        (exit, report) = await Auditor.VerifyAsync(file, "--trust", Root);
        Assert.Equal(0, exit);
        Assert.Contains(NotShown, report, StringComparison.Ordinal);

        // The other one holds by all the vendor's keys, and the report says what that is worth.
        var lie = Path.Combine(_vendor.NewFolder("evidence"), "invented.evidence");
        await SessionBundle.MakeAsync(_vendor, invented, lie);
        (exit, report) = await Auditor.VerifyAsync(lie, "--trust", Root);
        Assert.Equal(0, exit);
        Assert.StartsWith($"PROVEN: session {invented}", report, StringComparison.Ordinal);
        Assert.Contains(NotShown, report, StringComparison.Ordinal);
        Assert.DoesNotContain(Shown, report, StringComparison.Ordinal);
        (exit, report) = await Auditor.VerifyAsync(lie, "--trust", Root, "--witness", witness.VerifierKey);
        Assert.Equal(1, exit);
        Assert.StartsWith("NOT PROVEN", report, StringComparison.Ordinal);
        Assert.Contains("check   no-witness", report, StringComparison.Ordinal);
        Assert.Contains("place   instrument.checkpoints[0]", report, StringComparison.Ordinal);

        // The witness never signed a word about it.
        Assert.DoesNotContain(LogLines.Read(_vendor.LogFolder), record => Is(record, invented, "witness.cosigned"));
    }

    private string Root => SessionBundle.RootOf(_vendor).Hex;

    /// <summary>A session in which the screen was seen; gives its number.</summary>
    private async Task<string> SessionAsync(SiteWitness site)
    {
        await using var console = await _vendor.OpenConsoleAsync();
        await using var instrument = await AttendedInstrument.StartAsync(_vendor, compose: options => options with { Site = SiteFile.None with { Witness = site } });
        await using var session = await instrument.JoinedAsync(console);
        await session.AskAsync(Capability.ViewScreen, 5, "to look");
        Assert.True((await session.EndAsync()).IsOrderly);
        await instrument.CloseAndReadAsync();
        await _vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.SessionEnded, AttendedInstrument.Patience);
        return instrument.Number;
    }

    /// <summary>Makes bundles until the witness has signed the broker's log over the session's end, too; whatever comes before lacks this one signature.</summary>
    private async Task<string> UntilWitnessedAsync(string number, string key)
    {
        await UntilAsync(number, "witness.cosigned", data => data.GetProperty("size").GetInt64() == LastSigned(number));
        using var limit = new CancellationTokenSource(Within);
        using var look = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (true)
        {
            var file = Path.Combine(_vendor.NewFolder("evidence"), "session.evidence");
            var said = await SessionBundle.MakeAsync(_vendor, number, file);
            var signed = Assert.Single(said.GetProperty("witnesses").EnumerateArray());
            Assert.Equal(key, signed.GetProperty("key").GetString());
            if (signed.GetProperty("isComplete").GetBoolean())
            {
                return file;
            }

            var (exit, report) = await Auditor.VerifyAsync(file, "--trust", Root, "--witness", key);
            Assert.Equal(1, exit);
            Assert.Contains("check   no-witness", report, StringComparison.Ordinal);
            Assert.Contains("place   broker.checkpoint", report, StringComparison.Ordinal);
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    private long LastSigned(string number) => _vendor.Observations(number, BrokerEventCodes.SessionEnded).Single().GetProperty("records").GetInt64();

    private Task UntilAsync(string session, string code, Predicate<JsonElement> also) =>
        LogLines.UntilAsync(_vendor.LogFolder, record => Is(record, session, code) && also(record.GetProperty("data")), Within);

    private static bool Is(JsonElement record, string session, string code) =>
        record.GetProperty("event").GetString() == code && record.TryGetProperty("session", out var of) && of.GetString() == session;
}
