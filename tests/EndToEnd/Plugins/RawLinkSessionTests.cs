using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Transport.RawTls;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>A sample transport in a real session: the broker no longer takes WebSocket links, and both ends climb down to raw TLS by themselves.</summary>
public sealed class RawLinkSessionTests : IAsyncLifetime
{
    private const string RawTls = "transport.raw-tls";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("orchestrator-raw-tls-");
    private readonly RealPluginFolder _plugins;
    private readonly TestVendor _vendor;

    public RawLinkSessionTests()
    {
        _plugins = new RealPluginFolder(_home.FullName).With<RawTlsTransport>(RawTls, PluginKind.Transport, 1);
        _vendor = new TestVendor { Plugins = _plugins.Options, ConsolePlugins = _plugins.Options };
    }

    public Task InitializeAsync() => _vendor.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _vendor.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task A_session_with_a_screen_runs_over_a_signed_transport_from_a_folder()
    {
        var drained = await ControlClient.AskAsync(
            Path.Combine(_vendor.Setup.DataFolder, "plugins.sock"), new ControlRequest(ControlCommand.Drain, PluginVendor.Transport), TimeProvider.System, CancellationToken.None);
        Assert.True(drained.IsDone, drained.Sentence);
        await using var instrument = await AttendedInstrument.StartAsync(_vendor, compose: options => options with { PluginSources = [_plugins.Source] });
        await using var console = await _vendor.OpenConsoleAsync();
        var session = await instrument.JoinedAsync(console);

        await session.AskAsync(Capability.ViewScreen, 10, "liquid not detected").WaitAsync(AttendedInstrument.Patience);
        await session.PictureAsync();
        Assert.True((await session.EndAsync()).IsOrderly);
        await instrument.CloseAndReadAsync();

        var links = WholeLines.Of(_vendor.LogFolder, "records.jsonl").Where(line => line.Contains("\"transport\":", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, line => Assert.Contains("\"transport\":\"raw-tls\"", line, StringComparison.Ordinal));
    }
}
