using System.Text;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Tests.Home;

public sealed class HomeFolderTests
{
    [Fact]
    public void The_seed_and_the_reference_date_decide_every_file()
    {
        using var first = new Bench();
        using var second = new Bench();
        using var other = new Bench(options => options with { Seed = 8 });

        Assert.Equal(Files(first), Files(second));
        Assert.NotEqual(Files(first), Files(other));
        Assert.Contains(Files(first), file => file.StartsWith("README.txt ", StringComparison.Ordinal));
        Assert.True(Files(first).Count >= 14);
    }

    [Fact]
    public void Files_that_are_there_stay_as_they_are()
    {
        using var bench = new Bench();
        var readme = Path.Combine(bench.Home, "README.txt");
        File.WriteAllText(readme, "ours");
        using var again = new SimulatedInstrument(new InstrumentOptions { Seed = 7, HomeDirectory = bench.Home, Time = bench.Time });
        Assert.Equal("ours", File.ReadAllText(readme));
    }

    [Fact]
    public void Every_worklist_in_the_folder_is_a_good_one()
    {
        using var bench = new Bench();
        var files = Directory.GetFiles(bench.Instrument.WorklistsDirectory, "*.gwl", SearchOption.AllDirectories);
        Assert.True(files.Length >= 6);
        Assert.All(files, file => Assert.Empty(WorklistReader.Read(File.ReadAllBytes(file)).Problems));
        Assert.Equal(bench.Instrument.TodaysWorklist, WorklistReader.Read(File.ReadAllBytes(Directory.GetFiles(bench.Instrument.WorklistsDirectory)[0])).Worklist);
    }

    [Fact]
    public async Task A_corrected_worklist_is_picked_up_and_runs_past_the_place_of_the_error()
    {
        using var bench = new Bench(options => options with { OperatorRefills = false });
        bench.Instrument.Start();
        bench.RunUntil(RunState.Stopped);
        var before = bench.Picture();
        File.WriteAllBytes(Path.Combine(bench.Instrument.WorklistsDirectory, "A-corrected.gwl"), bench.Instrument.CorrectedWorklist(bench.Instrument.Error!));
        var found = bench.Instrument.WaitForWorklistAsync("A-corrected.gwl", CancellationToken.None);
        Assert.False(found.IsCompleted);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        var entry = await found.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(entry is { IsNew: true, Problem: null });
        Assert.False(before.AsSpan().SequenceEqual(bench.Picture()));

        bench.Click(bench.Instrument.Screen.AbortButton);
        bench.Click(bench.Instrument.Screen.WorklistRow(0));
        bench.Click(bench.Instrument.Screen.StartButton);
        Assert.Equal(RunState.Running, bench.Instrument.State);
        bench.RunUntil(RunState.Finished);
        Assert.Contains(bench.Instrument.RunLog, line => line.Text.StartsWith("Run finished: A-corrected.gwl", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bad_worklist_is_listed_with_its_line_and_not_started()
    {
        using var bench = new Bench(options => options with { ErrorStep = 0 });
        var path = Path.Combine(bench.Instrument.WorklistsDirectory, "A-bad.gwl");
        File.WriteAllText(path, "B;\nA;Samples;;;x;;50\n");
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("Line 2: Position", bench.Instrument.Worklists[0].Problem, StringComparison.Ordinal);

        bench.Instrument.Start("A-bad.gwl");
        Assert.Equal(RunState.Ready, bench.Instrument.State);
        Assert.Contains(bench.Instrument.RunLog, line => line.Text.Contains("A-bad.gwl can't be started: Line 2", StringComparison.Ordinal));

        // The rest of the file arrives: it is read again. Its labware isn't on this deck, which is found when it is started.
        File.WriteAllText(path, "B;\nA;Nowhere;;;1;;50\n");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(bench.Instrument.Worklists[0].Problem);
        bench.Instrument.Start("A-bad.gwl");
        Assert.Contains(bench.Instrument.RunLog, line => line.Text.Contains("Line 2: there is no labware \"Nowhere\"", StringComparison.Ordinal));
    }

    private static List<string> Files(Bench bench) =>
    [
        .. Directory.GetFiles(bench.Home, "*", SearchOption.AllDirectories)
            .Where(file => file != bench.Instrument.LogFile)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(bench.Home, file)} {File.GetLastWriteTimeUtc(file):O} {Encoding.Latin1.GetString(File.ReadAllBytes(file))}"),
    ];
}
