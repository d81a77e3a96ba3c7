using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginFolders;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>Whole sessions over the transports behind WebSocket: the broker takes no links of the rungs above, and both ends climb down by themselves.</summary>
[Trait("Requirement", "R-NET-11")]
public sealed class ClimbedDownSessionTests : IAsyncLifetime
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("orchestrator-rungs-");
    private readonly RealPluginFolder _plugins;
    private readonly TestVendor _vendor;

    public ClimbedDownSessionTests()
    {
        _plugins = new RealPluginFolder(_home.FullName);
        _vendor = new TestVendor { Plugins = _plugins.Options };
    }

    public Task InitializeAsync() => _vendor.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _vendor.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Theory]
    [InlineData("http-stream", "transport.websocket")]
    [InlineData("long-poll", "transport.websocket", "transport.http-stream")]
    public async Task A_session_with_a_screen_runs_over_the_rung_that_is_left(string transport, params string[] drained)
    {
        foreach (var plugin in drained)
        {
            var answer = await ControlClient.AskAsync(
                Path.Combine(_vendor.Setup.DataFolder, "plugins.sock"), new ControlRequest(ControlCommand.Drain, plugin), TimeProvider.System, CancellationToken.None);
            Assert.True(answer.IsDone, answer.Sentence);
        }

        await using var instrument = await AttendedInstrument.StartAsync(_vendor);
        await using var console = await _vendor.OpenConsoleAsync();
        var session = await instrument.JoinedAsync(console);

        await session.AskAsync(Capability.ViewScreen, 10, "liquid not detected").WaitAsync(AttendedInstrument.Patience);
        await session.PictureAsync();
        Assert.True((await session.EndAsync()).IsOrderly);
        await instrument.CloseAndReadAsync();

        var links = WholeLines.Of(_vendor.LogFolder, "records.jsonl").Where(line => line.Contains("\"transport\":", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, line => Assert.Contains($"\"transport\":\"{transport}\"", line, StringComparison.Ordinal));
    }
}
