using System.Text;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Audit.Verification;
using Orchestrator.Trust.Primitives;
using Xunit.Abstractions;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>
/// A crash at every write boundary, with what a kill and what a power cut leaves behind it: whatever was acknowledged is there, once, at its number; the
/// log opens again, goes on and verifies.
/// </summary>
[Trait("Requirement", "R-AUD-10")]
public sealed class CrashPointTests(ITestOutputHelper output)
{
    private delegate Task Story(RecordLog log, List<(long Sequence, string Text)> acknowledged);

    [Fact]
    public async Task A_run_loses_nothing_that_it_acknowledged_at_any_write_boundary()
    {
        var points = await EveryPointAsync(StoryOfARunAsync);
        output.WriteLine($"instrument's log: {points} crash points");
        Assert.True(points >= 500, $"{points} points");
    }

    [Fact]
    public async Task A_brokers_log_loses_nothing_that_it_acknowledged_at_any_write_boundary()
    {
        var points = await EveryPointAsync(StoryOfABrokerAsync);
        output.WriteLine($"broker's log: {points} crash points");
        Assert.True(points >= 500, $"{points} points");
    }

    [Fact]
    public async Task The_next_run_finds_a_crashed_one_deliverable_and_chained_at_any_write_boundary()
    {
        var points = 0;
        foreach (var unflushed in new[] { Unflushed.Half })
        {
            for (var point = 0; ; point++)
            {
                using var test = new TestLog(inMemory: true);
                var plan = new CrashPlan(point, unflushed);
                var acknowledged = new List<(long, string)>();
                string? first = null;
                try
                {
                    var log = await RunLog.StartAsync(Options(test, '1', plan.Open));
                    first = log.Log.Folder.Path;
                    await StoryOfARunAsync(log, acknowledged);
                    await log.DisposeAsync();
                }
                catch (EvidenceLogException) when (plan.Crashed)
                {
                    // Dead before it began.
                }

                plan.Settle();
                points++;
                await using (await RunLog.StartAsync(Options(test, '2', path => new AppendOnlyFile(path))))
                {
                    Assert.DoesNotContain(RunChainVerifier.Verify(test.Root), f => f.Code is not "run-unreadable");
                    if (first is not null)
                    {
                        var run = EarlierRun.Open(first)!;
                        Assert.False(run.Tampered);
                        Assert.True(run.Signed >= 1 && run.Signed <= run.Records);
                        var lines = run.Read(0).Select(l => Encoding.UTF8.GetString(l.Span)).ToList();
                        Assert.All(acknowledged, a => Assert.Contains(a.Item2, lines[(int)a.Item1], StringComparison.Ordinal));
                    }
                }

                if (!plan.Crashed)
                    break;
            }
        }

        output.WriteLine($"run after run: {points} crash points");
        Assert.True(points >= 150, $"{points} points");
    }

    private static async Task<int> EveryPointAsync(Story story)
    {
        var points = 0;
        foreach (var unflushed in Enum.GetValues<Unflushed>())
        {
            for (var point = 0; await CrashAsync(story, point, unflushed); point++)
                points++;
        }

        return points;
    }

    /// <returns>False when the story was over before the point.</returns>
    private static async Task<bool> CrashAsync(Story story, int point, Unflushed unflushed)
    {
        using var test = new TestLog(inMemory: true);
        var plan = new CrashPlan(point, unflushed);
        var acknowledged = new List<(long Sequence, string Text)>();
        var log = await RecordLog.OpenAsync(test.Options(plan.Open), new RecordContext(), TestLog.Self);
        await story(log, acknowledged);
        await log.DisposeAsync();
        plan.Settle();
        var where = $"point {point}, {unflushed}";

        // A second process, and a third: repairing leaves nothing to repair.
        await using (var again = await RecordLog.OpenAsync(test.Options(), new RecordContext(), TestLog.Self))
        {
            Assert.True((await again.AppendAsync(TestLog.Body("after the crash"))).IsDurable, where);
            Assert.Equal(AppendStatus.Durable, (await again.CheckpointAsync()).Status);
        }

        await using (var third = test.Open())
            Assert.False(third.Recovery.Repaired, where);
        var records = test.ReadAll();
        Assert.Empty(test.Scan().Problems);
        Assert.All(acknowledged, a => Assert.Equal(a.Text, records[(int)a.Sequence].Body.Sentence));
        var told = records.Where(r => r.Body.Sentence.StartsWith("thing ", StringComparison.Ordinal)).Select(r => r.Body.Sentence).ToList();
        Assert.Equal(told.Distinct(), told);
        Assert.True(told.Count >= acknowledged.Count, where);
        Assert.Equal(plan.Crashed, records.Any(r => r.Body.Sentence == "after the crash") && plan.Crashed);
        return plan.Crashed;
    }

    /// <summary>One record after the other, signed at the moments at which a session signs.</summary>
    private static async Task StoryOfARunAsync(RecordLog log, List<(long Sequence, string Text)> acknowledged)
    {
        using var room = await log.Log.ReserveAsync(4096);
        for (var i = 0; i < 24; i++)
        {
            await TellAsync(log, acknowledged, [$"thing {i}"], i > 20 ? room : null);
            if (i % 4 == 0)
                await log.CheckpointAsync(room);
        }
    }

    /// <summary>Many at once: batches share a flush.</summary>
    private static async Task StoryOfABrokerAsync(RecordLog log, List<(long Sequence, string Text)> acknowledged)
    {
        for (var i = 0; i < 24; i++)
        {
            await TellAsync(log, acknowledged, [.. Enumerable.Range(0, (i % 3) + 1).Select(n => $"thing {i}.{n} {new string('x', i * 15)}")], null);
            if (i % 5 == 0)
                await log.CheckpointAsync();
        }
    }

    private static async Task TellAsync(RecordLog log, List<(long Sequence, string Text)> acknowledged, string[] texts, Reservation? room)
    {
        var result = await log.AppendAsync([.. texts.Select(TestLog.Body)], room);
        for (var i = 0; result.IsDurable && i < texts.Length; i++)
            acknowledged.Add((result.First + i, texts[i]));
    }

    private static RunLogOptions Options(TestLog test, char id, Func<string, ILogFile> open) => new()
    {
        Root = test.Root,
        Domain = "support.example.com",
        RunId = new string(id, 32),
        Key = Ed25519Key.Import(Enumerable.Repeat((byte)id, 32).ToArray()),
        Time = test.Time,
        Context = new RecordContext(),
        Self = TestLog.Self,
        OpenFile = open,
    };
}
