using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.EndToEnd.Kills;

/// <summary>
/// kill -9 of the console, a real process. The instrument holds everything within five seconds and ends the session when the grace is over; what
/// the killed console had is of no use to whoever comes next.
/// </summary>
[Collection(VendorCollection.Name)]
public sealed class ConsoleKillTests(TestVendor vendor)
{
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OverWithin = TimeSpan.FromSeconds(TestVendor.GraceSeconds + 25);
    private static readonly string[] Forever = ["wait-for pixel 0,0 123456 600"];

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task Killed_with_view_and_control_it_sees_and_does_nothing_more_and_its_sign_in_opens_nothing()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await ConsoleProcess.ConnectAsync(vendor, instrument.Number, instrument.Pin, ["view 5", "control 5", "click 10 10", .. Forever], TestVendor.Killed, name: "killed");
        await OpenAsync(console, instrument);
        await console.StepAsync(3);
        await instrument.UntilCountedAsync(counts => counts is { Frames: > 0, Events: > 0 });

        await console.KillAsync();

        await instrument.UntilRecordedAsync("link.lost", ToldWithin);
        var (_, frames, events) = instrument.Counts;

        // The same console key, certified a moment ago, and the session still in its grace: without the password it is nobody,
        // with it somebody has the session.
        await using var second = await ConsoleProcess.ConnectAsync(vendor, instrument.Number, instrument.Pin, Forever, TestVendor.Killed, password: "", name: "killed");
        var (exit, said) = await second.EndAsync();
        Assert.Equal((int)Technicians.ExitCode.Refused, exit);
        Plain.AssertSentence(said);
        Assert.Single(vendor.Observed(instrument.Number), code => code == BrokerEventCodes.TicketIssued);

        var outcome = await instrument.Run.Completion.WaitAsync(OverWithin);
        Assert.Equal(events, instrument.Counts.Events);

        // A picture that was being taken in that moment is counted when it is there; it goes nowhere.
        Assert.InRange(instrument.Counts.Frames - frames, 0, 1);
        Assert.Equal((ExitCode.SessionFailed, EndReason.LinkLost), (outcome.Code, outcome.Summary!.Reason));
        Assert.Equal(2, (await AssertOverAsync(instrument)).Count(code => code == "channel.closed"));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task Killed_while_the_operator_is_asked_the_prompt_goes_away_and_nothing_is_granted()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor, new OperatorHabits { IsAbsent = true });
        await using var console = await ConsoleProcess.ConnectAsync(vendor, instrument.Number, instrument.Pin, ["view 5"]);
        await OpenAsync(console, instrument);
        await console.UntilAsync("ask", ask => ask.GetProperty("progress").GetString() == "seen");

        await console.KillAsync();

        await instrument.UntilRecordedAsync("link.lost", ToldWithin);
        await instrument.Run.Completion.WaitAsync(OverWithin);
        var records = await AssertOverAsync(instrument);
        Assert.Contains("ask.ended", records);
        Assert.DoesNotContain("grant.given", records);
        Assert.Equal((0, 0, 0), instrument.Counts);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task Killed_before_the_digits_are_typed_the_number_dies_too()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await ConsoleProcess.ConnectAsync(vendor, instrument.Number, instrument.Pin, ["view 5"]);
        var digits = (await console.UntilAsync("joined")).GetProperty("sas").GetString()!;

        await console.KillAsync();

        await instrument.UntilRecordedAsync("link.lost", ToldWithin);
        instrument.Hear(digits);
        await instrument.Run.Completion.WaitAsync(OverWithin);
        Assert.DoesNotContain("session.opened", await AssertOverAsync(instrument));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task Killed_while_it_fetches_a_file_no_part_of_it_has_the_files_name()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        Directory.CreateDirectory(instrument.Files);
        await File.WriteAllBytesAsync(Path.Combine(instrument.Files, "large.log"), new byte[192 << 20]);
        var target = Path.Combine(vendor.NewFolder("fetched"), "large.log");
        await using var console = await ConsoleProcess.ConnectAsync(vendor, instrument.Number, instrument.Pin, [$"fetch large.log {target}"]);
        await OpenAsync(console, instrument);
        await console.UntilAsync("transfer", moved => moved.GetProperty("bytes").GetInt64() > 0);

        await console.KillAsync();

        await instrument.UntilRecordedAsync("link.lost", ToldWithin);
        await instrument.Run.Completion.WaitAsync(OverWithin);
        Assert.False(File.Exists(target));
        Assert.DoesNotContain("file.completed", await AssertOverAsync(instrument));
    }

    private static async Task OpenAsync(ConsoleProcess console, AttendedInstrument instrument)
    {
        instrument.Hear((await console.UntilAsync("joined")).GetProperty("sas").GetString()!);
        await console.UntilAsync("opened");
    }

    /// <summary>The end is in both logs and the number is dead. Gives the instrument's event codes.</summary>
    private async Task<List<string>> AssertOverAsync(AttendedInstrument instrument)
    {
        var codes = (await instrument.CloseAndReadAsync()).Select(r => r.GetProperty("event").GetString()!).ToList();
        Assert.True(codes.IndexOf("link.lost") < codes.IndexOf("session.ending"));
        Assert.Contains("session.ended", codes);
        await vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.SessionEnded, OverWithin);
        Assert.Contains(BrokerEventCodes.LinkLost, vendor.Observed(instrument.Number));
        await using var console = await vendor.OpenConsoleAsync();
        await Plain.AssertRefusedAsync("SESSION_UNKNOWN", () => console.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin)));
        return codes;
    }
}
