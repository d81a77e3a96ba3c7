using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>No, silence, and a file that mustn't come: the technician reads why, the log has it, nothing is half-done.</summary>
[Collection(VendorCollection.Name)]
public sealed class ConsentTests(TestVendor vendor)
{
    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task A_refused_view_shows_nothing()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor, new OperatorHabits { Refuses = new HashSet<Capability> { Capability.ViewScreen } });
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);

        await Plain.AssertRefusedAsync("REFUSED", () => session.AskAsync(Capability.ViewScreen, 5, "to see the error"));

        await AssertNothingGrantedAsync(instrument, session, nameof(AskOutcome.Refused));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    public async Task Silence_is_a_no()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor, new OperatorHabits { IsAbsent = true });
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);

        await Plain.AssertRefusedAsync("TIMED_OUT", () => session.AskAsync(Capability.ViewScreen, 5, "to see the error"));

        await AssertNothingGrantedAsync(instrument, session, nameof(AskOutcome.TimedOut));
    }

    [Theory]
    [InlineData("../outside.gwl")]
    [InlineData("/tmp/orchestrator-outside.gwl")]
    [Trait("Requirement", "R-AUTHZ-8")]
    public async Task A_file_for_a_place_outside_the_folder_is_refused_and_not_written(string remote)
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);

        var refused = await Assert.ThrowsAsync<ConsoleException>(() => session.SendFileAsync(Local("outside"), remote, "a worklist")).WaitAsync(AttendedInstrument.Patience);

        Plain.AssertSentence(refused.Message);
        Assert.NotEqual(ExitCode.Success, refused.Exit);
        Assert.False(File.Exists(Path.GetFullPath(Path.Combine(instrument.Files, remote))));
        await AssertNothingGrantedAsync(instrument, session, "");
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public async Task A_file_outside_the_folder_is_not_given_away()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);
        var target = Path.Combine(vendor.NewFolder("fetched"), "passwd");

        var refused = await Assert.ThrowsAsync<ConsoleException>(() => session.FetchFileAsync("/etc/passwd", target, "curious")).WaitAsync(AttendedInstrument.Patience);

        Plain.AssertSentence(refused.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!));
        await AssertNothingGrantedAsync(instrument, session, "");
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-8")]
    public async Task A_file_that_is_there_is_not_overwritten_without_a_yes_to_that()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await instrument.JoinedAsync(console);
        Directory.CreateDirectory(instrument.Files);
        var there = Path.Combine(instrument.Files, "run.gwl");
        await File.WriteAllTextAsync(there, "the operator's own");

        var refused = await Assert.ThrowsAsync<ConsoleException>(() => session.SendFileAsync(Local("new"), "run.gwl", "a worklist")).WaitAsync(AttendedInstrument.Patience);

        Plain.AssertSentence(refused.Message);
        Assert.Equal("the operator's own", await File.ReadAllTextAsync(there));
        await session.EndAsync();
        Assert.Contains(await instrument.CloseAndReadAsync(), r => r.GetProperty("event").GetString() == "file.failed");
        Assert.Equal(["run.gwl"], Directory.GetFileSystemEntries(instrument.Files).Select(Path.GetFileName));
    }

    private string Local(string content)
    {
        var path = Path.Combine(vendor.NewFolder("local"), "worklist.gwl");
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>The question and its end are in the log; no grant, no channel, no look at the screen, no file.</summary>
    private static async Task AssertNothingGrantedAsync(AttendedInstrument instrument, ConsoleSession session, string outcome)
    {
        Assert.True((await session.EndAsync()).IsOrderly);
        var records = await instrument.CloseAndReadAsync();
        var ended = Assert.Single(records, r => r.GetProperty("event").GetString() is "ask.ended" or "request.refused");
        Assert.Contains(outcome, ended.GetRawText().Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(records, r => r.GetProperty("event").GetString() is "grant.given" or "channel.opened");
        Assert.Equal(0, instrument.Run.Counters.FramesCaptured);
        Assert.False(Directory.Exists(instrument.Files) && Directory.EnumerateFileSystemEntries(instrument.Files).Any());
    }
}
