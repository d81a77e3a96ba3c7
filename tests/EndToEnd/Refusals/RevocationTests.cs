using System.Diagnostics;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Technician;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>What an administrator takes away ends a running session within two seconds, at both ends, and lets nobody back in.</summary>
[Collection(VendorCollection.Name)]
public sealed class RevocationTests(TestVendor vendor)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("the account was disabled", "SIGN_IN_FAILED", "account", "disable", "NAME")]
    [InlineData("the account was reset", "SIGN_IN_FAILED", "account", "reset", "NAME", "--reason", "lost telephone")]
    [InlineData("the account has another role now", "ROLE_NOT_ADMITTED", "account", "role", "NAME", "--role", "auditor")]
    [InlineData("the console was revoked", "CONSOLE_NOT_APPROVED", "console", "revoke", "NAME", "CONSOLE")]
    [Trait("Requirement", "R-AUTH-8")]
    [Trait("Requirement", "R-AUTH-11")]
    public async Task What_is_taken_away_ends_a_running_session_within_two_seconds(string why, string afterwards, params string[] command)
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenOwnConsoleAsync($"revoked-{command[1]}");
        var person = await vendor.NewTechnicianAsync(console);
        await using var session = await console.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin, person.Account)).WaitAsync(AttendedInstrument.Patience);
        instrument.Hear(session.Sas);
        await session.OpenedAsync().WaitAsync(AttendedInstrument.Patience);
        await session.AskAsync(Capability.ViewScreen, 5, "liquid not detected").WaitAsync(AttendedInstrument.Patience);
        await instrument.UntilCountedAsync(counts => counts.Frames > 0);

        await Person.RunAsync([.. command.Select(word => word switch { "NAME" => person.Account, "CONSOLE" => console.Digits, _ => word }), "--data", vendor.Setup.DataFolder]);
        var since = Stopwatch.GetTimestamp();
        var end = await session.Completion.WaitAsync(AttendedInstrument.Patience);
        var took = Stopwatch.GetElapsedTime(since);

        Assert.Equal("REVOKED", end.Code);
        Assert.Contains(why, end.Sentence, StringComparison.Ordinal);
        Assert.True(took < Within, $"It took {took}.");
        await instrument.Run.Completion.WaitAsync(AttendedInstrument.Patience);
        Assert.Equal(why, Assert.Single(vendor.Observations(instrument.Number, BrokerEventCodes.Vetoed)).GetProperty("reason").GetString());
        await using var other = await AttendedInstrument.StartAsync(vendor);
        await Plain.AssertRefusedAsync(afterwards, () => console.ConnectAsync(vendor.Wish(other.Number, other.Pin, person.Account)));
        Assert.DoesNotContain(BrokerEventCodes.TicketIssued, vendor.Observed(other.Number));
    }
}
