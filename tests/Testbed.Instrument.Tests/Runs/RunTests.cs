using Orchestrator.Testbed.Instrument.Runs;

namespace Orchestrator.Testbed.Instrument.Tests.Runs;

public sealed class RunTests
{
    [Fact]
    public void The_same_seed_gives_the_same_log_and_the_same_picture()
    {
        using var first = new Bench();
        using var second = new Bench();
        foreach (var state in new[] { RunState.Stopped, RunState.Finished })
        {
            foreach (var bench in new[] { first, second })
            {
                bench.Instrument.Start();
                bench.RunUntil(state);
            }

            Assert.Equal(first.Instrument.RunLog, second.Instrument.RunLog);
            Assert.True(first.Picture().AsSpan().SequenceEqual(second.Picture()));
            first.Instrument.Retry();
            second.Instrument.Retry();
        }

        Assert.Equal(File.ReadAllText(first.Instrument.LogFile), File.ReadAllText(second.Instrument.LogFile));
    }

    [Fact]
    public void Another_seed_stops_elsewhere_and_looks_different()
    {
        var stops = new HashSet<(int, string)>();
        foreach (var seed in Enumerable.Range(1, 8))
        {
            using var bench = new Bench(options => options with { Seed = seed });
            bench.Instrument.Start();
            bench.RunUntil(RunState.Stopped);
            Assert.Equal(bench.Instrument.PlannedErrorStep, bench.Instrument.Error!.Step);
            stops.Add((bench.Instrument.Error.Step, bench.Instrument.Error.Well));
        }

        Assert.True(stops.Count >= 3, $"Eight seeds gave only {stops.Count} places.");
    }

    [Fact]
    public void Every_seed_gives_a_run_that_stops_once_and_then_finishes_without_a_warning()
    {
        foreach (var seed in Enumerable.Range(100, 25).Append(0).Append(-1).Append(int.MaxValue))
        {
            using var bench = new Bench(options => options with { Seed = seed, Speed = 1000 });
            bench.Instrument.Start();
            bench.RunUntil(RunState.Stopped);
            bench.Instrument.Retry();
            bench.RunUntil(RunState.Finished);
            var unusual = bench.Instrument.RunLog.Where(line => line.Level != RunLogLevel.Info).ToList();
            Assert.True(unusual.Count == 1, $"Seed {seed}: {string.Join("; ", unusual)}");
            Assert.StartsWith($"Step {bench.Instrument.PlannedErrorStep}: ", unusual[0].Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_stopped_run_waits_and_goes_on_after_Retry_to_its_end()
    {
        using var bench = new Bench();
        Assert.Equal(RunState.Ready, bench.Instrument.State);
        bench.Instrument.Start();
        bench.RunUntil(RunState.Stopped);
        var stopped = bench.Instrument.Progress;
        Assert.Equal(bench.Instrument.PlannedErrorStep, stopped.Done + 1);
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(RunState.Stopped, bench.Instrument.State);
        Assert.Equal(stopped, bench.Instrument.Progress);

        bench.Instrument.Retry();
        Assert.Null(bench.Instrument.Error);
        bench.RunUntil(RunState.Finished);

        Assert.Equal(stopped.Steps, bench.Instrument.Progress.Done);
        var log = File.ReadAllText(bench.Instrument.LogFile);
        Assert.Contains("Liquid not detected", log, StringComparison.Ordinal);
        Assert.Contains("Retry chosen", log, StringComparison.Ordinal);
        Assert.Contains("Run finished", log, StringComparison.Ordinal);
        Assert.Equal(bench.Instrument.RunLog.Select(line => line.ToString()), log.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Retry_finds_the_same_until_somebody_fills_the_tube()
    {
        using var bench = new Bench(options => options with { OperatorRefills = false });
        bench.Instrument.Start();
        bench.RunUntil(RunState.Stopped);
        var first = bench.Instrument.Error!;

        bench.Instrument.Retry();
        Assert.Equal(RunState.Running, bench.Instrument.State);
        bench.RunUntil(RunState.Stopped);
        Assert.Equal(first with { Attempt = 2 }, bench.Instrument.Error);

        bench.Instrument.Refill();
        Assert.Equal(RunState.Stopped, bench.Instrument.State);
        bench.Instrument.Retry();
        bench.RunUntil(RunState.Finished);
    }

    [Fact]
    public void Abort_ends_the_run_and_a_later_start_begins_anew()
    {
        using var bench = new Bench();
        bench.Instrument.Start();
        bench.RunUntil(RunState.Stopped);
        bench.Instrument.Abort();
        Assert.Equal(RunState.Aborted, bench.Instrument.State);
        var done = bench.Instrument.Progress.Done;
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        bench.Instrument.Retry();
        Assert.Equal((RunState.Aborted, done), (bench.Instrument.State, bench.Instrument.Progress.Done));

        bench.Instrument.Start();
        Assert.Equal((RunState.Running, 0), (bench.Instrument.State, bench.Instrument.Progress.Done));
    }

    [Fact]
    public void The_step_that_fails_can_be_chosen_or_left_out()
    {
        using var none = new Bench(options => options with { ErrorStep = 0 });
        none.Instrument.Start();
        none.RunUntil(RunState.Finished);
        Assert.DoesNotContain(none.Instrument.RunLog, line => line.Level != RunLogLevel.Info);

        using var chosen = new Bench(options => options with { ErrorStep = 8 });
        chosen.Instrument.Start();
        chosen.RunUntil(RunState.Stopped);
        Assert.Equal(8, chosen.Instrument.Error!.Step);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(100_000)]
    [InlineData(-4)]
    public void A_step_that_takes_from_no_tube_cannot_fail(int step)
    {
        var home = Path.Combine(Path.GetTempPath(), $"instrument-{Guid.NewGuid():N}");
        try
        {
            var problem = Assert.Throws<ArgumentException>(() => new SimulatedInstrument(new InstrumentOptions { HomeDirectory = home, ErrorStep = step }));
            Assert.StartsWith($"Step {step} takes nothing", problem.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    [Fact]
    public async Task Waiting_for_a_state_ends_when_the_run_gets_there()
    {
        using var bench = new Bench();
        var stopped = bench.Instrument.WaitForStateAsync(RunState.Stopped, CancellationToken.None);
        Assert.False(stopped.IsCompleted);
        bench.Instrument.Start();
        bench.RunUntil(RunState.Stopped);
        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
        await bench.Instrument.WaitForStateAsync(RunState.Stopped, CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Instrument.WaitForStateAsync(RunState.Finished, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_random_numbers_are_the_published_ones()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL], Enumerable.Range(0, 4).Select(_ => random.Next()));
    }
}
