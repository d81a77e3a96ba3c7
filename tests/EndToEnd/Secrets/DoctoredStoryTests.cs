using System.Text;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Verification;
using Orchestrator.Broker.Commands;
using Orchestrator.Domain;

namespace Orchestrator.EndToEnd.Secrets;

/// <summary>
/// A lie in the instrument's story is named. Two liars: one changes the log on its disk after the broker has it, the other already
/// tells the broker the doctored story, in good order; then only what the broker saw itself speaks against it.
/// </summary>
public sealed class DoctoredStoryTests(FinishedDemo demo) : IClassFixture<FinishedDemo>
{
    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public void An_honest_story_agrees_event_by_event() =>
        Assert.DoesNotContain(SessionDiff.Compare(demo.Own, demo.Claims, demo.Observed), IsSerious);

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public void Whichever_event_of_the_session_is_left_out_of_the_log_it_is_named()
    {
        var told = demo.Own.Where(e => e.Happened is not null).ToList();
        Assert.True(told.Count > 20, $"only {told.Count} events");
        foreach (var omitted in told)
        {
            var findings = SessionDiff.Compare([.. demo.Own.Where(e => e != omitted)], demo.Claims, demo.Observed);
            Assert.Contains(findings, f => IsSerious(f) && f.Sequence == omitted.Sequence && f.Sentence.Contains(omitted.Code, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(typeof(SessionEvents.Started), "no-start")]
    [InlineData(typeof(SessionEvents.Asked), "grant-without-ask")]
    [InlineData(typeof(SessionEvents.Granted), "channel-without-grant")]
    [InlineData(typeof(SessionEvents.ChannelOpened), "channel-omitted")]
    [InlineData(typeof(SessionEvents.ChannelClosed), "channel-left-open")]
    [InlineData(typeof(SessionEvents.ChannelMetered), "meter-omitted")]
    [InlineData(typeof(SessionEvents.Ended), "missing-end")]
    public void A_double_that_never_tells_the_broker_of_an_event_is_found_by_what_the_broker_saw(Type kind, string expected)
    {
        foreach (var omitted in demo.Claims.Where(e => e.Happened?.GetType() == kind))
        {
            var findings = Doubled([.. demo.Claims.Where(e => e != omitted)]);
            Assert.Contains(findings, f => IsSerious(f) && f.Code == expected);
        }
    }

    [Fact]
    public void A_double_that_misstates_one_count_by_one_is_named_with_channel_and_numbers()
    {
        var meters = demo.Claims.Where(e => e.Happened is SessionEvents.ChannelMetered).ToList();
        Assert.True(meters.Count >= 4, $"only {meters.Count} channels: view, control, send and fetch were open");
        foreach (var honest in meters)
        {
            var meter = (SessionEvents.ChannelMetered)honest.Happened!;
            foreach (var lie in (SessionEvents.ChannelMetered[])[meter with { BytesIn = meter.BytesIn + 1 }, meter with { BytesOut = meter.BytesOut + 1 }, meter with { RecordsIn = meter.RecordsIn + 1 }, meter with { RecordsOut = meter.RecordsOut + 1 }])
            {
                var findings = Doubled([.. demo.Claims.Select(e => e == honest ? e with { Happened = lie } : e)]);
                Assert.Contains(findings, f => f.Code == "meter-differs" && f.Sentence.Contains($"hannel {meter.Channel},", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task The_command_names_a_line_that_was_taken_out_of_the_log()
    {
        Assert.Equal((0, true), await DiffAsync(demo.RunFolder, "Both tell the same story"));
        var copy = Path.Combine(demo.Output, "doctored");
        Directory.CreateDirectory(copy);
        var granted = demo.Own.First(e => e.Happened is SessionEvents.Granted);
        var lines = await File.ReadAllLinesAsync(new LogFolder(demo.RunFolder).Records);
        await File.WriteAllLinesAsync(new LogFolder(copy).Records, lines.Where((_, i) => i != granted.Sequence));

        Assert.Equal((1, true), await DiffAsync(copy, $"event {granted.Sequence} ({granted.Code})"));
    }

    [Fact]
    public async Task The_command_names_a_byte_count_that_was_changed_in_the_log()
    {
        var copy = Path.Combine(demo.Output, "misstated");
        Directory.CreateDirectory(copy);
        var meter = demo.Own.First(e => e.Happened is SessionEvents.ChannelMetered { BytesOut: > 0 });
        var bytes = ((SessionEvents.ChannelMetered)meter.Happened!).BytesOut;
        var lines = await File.ReadAllLinesAsync(new LogFolder(demo.RunFolder).Records);
        var changed = lines[meter.Sequence].Replace($":{bytes}", $":{bytes + 1}", StringComparison.Ordinal);
        Assert.NotEqual(lines[meter.Sequence], changed);
        lines[meter.Sequence] = changed;
        await File.WriteAllLinesAsync(new LogFolder(copy).Records, lines);

        Assert.Equal((1, true), await DiffAsync(copy, $"Event {meter.Sequence} is {meter.Code}"));
    }

    /// <summary>A careful liar numbers its story without gaps, and its own log says the same.</summary>
    private IReadOnlyList<Finding> Doubled(IReadOnlyList<StoryEvent> story)
    {
        var first = story[0].Sequence;
        StoryEvent[] told = [.. story.Select((e, i) => e with { Sequence = first + i })];
        return SessionDiff.Compare(told, told, demo.Observed);
    }

    private async Task<(int Exit, bool Names)> DiffAsync(string run, string expected)
    {
        using var said = new StringWriter();
        using var nothing = new MemoryStream(Encoding.UTF8.GetBytes(""));
        var exit = await BrokerProgram.RunAsync(["audit", "diff", demo.Session.ToString(), "--data", demo.BrokerData, "--run", run], said, said, nothing);
        return (exit, said.ToString().Contains(expected, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsSerious(Finding finding) => finding.Severity != FindingSeverity.Note;
}
