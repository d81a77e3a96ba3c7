using Orchestrator.Testbed.Runner.Demo;

namespace Orchestrator.EndToEnd.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly string _output = Directory.CreateTempSubdirectory("orchestrator-demo-test-").FullName;

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Requirement", "R-HS-1")]
    [Trait("Requirement", "R-QS-3")]
    public async Task The_demonstration_holds_all_its_checks(int seed)
    {
        var (exit, said) = await RunAsync(seed, Sabotage.None);

        Assert.True(exit == 0, said);
        Assert.True(File.Exists(Path.Combine(_output, "before.png")));
        Assert.True(File.Exists(Path.Combine(_output, "timeline.txt")));
    }

    [Theory]
    [InlineData(nameof(Sabotage.ControlRefused), "FAILED story")]
    [InlineData(nameof(Sabotage.RunStaysStopped), "FAILED run")]
    [InlineData(nameof(Sabotage.LogLineRemoved), "FAILED instrument-log")]
    [InlineData(nameof(Sabotage.FetchedByteChanged), "FAILED fetched-file")]
    [InlineData(nameof(Sabotage.ReconnectionLeftOpen), "FAILED reconnection")]
    public async Task A_sabotage_is_found_by_the_check_that_is_named_after_it(string sabotage, string expected)
    {
        var (exit, said) = await RunAsync(1, Enum.Parse<Sabotage>(sabotage));

        Assert.Equal(1, exit);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Said)> RunAsync(int seed, Sabotage sabotage)
    {
        using var said = new StringWriter();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var exit = await DemoRun.RunAsync(new DemoOptions(seed, _output, null, sabotage), said, limit.Token);
        return (exit, said.ToString());
    }
}
