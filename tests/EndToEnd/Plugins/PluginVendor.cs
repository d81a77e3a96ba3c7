using System.Globalization;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Audit.File;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>A vendor whose broker loads plugins from a folder, and is told over its socket to change them: a required file sink and the WebSocket transport.</summary>
public sealed class PluginVendor : IAsyncLifetime
{
    /// <summary>Versions of each of its plugins in the folder.</summary>
    public const int Versions = 10;

    /// <summary>The sink.</summary>
    public const string Sink = "audit.file";

    /// <summary>The transport.</summary>
    public const string Transport = "transport.websocket";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("orchestrator-broker-plugins-");

    public PluginVendor()
    {
        var folder = new RealPluginFolder(_home.FullName)
            .With<FileAuditSink>(Sink, PluginKind.Audit, Versions)
            .With<WebSocketTransport>(Transport, PluginKind.Transport, Versions);
        Vendor = new TestVendor { Plugins = folder.Options, RequiredSink = Sink };
    }

    /// <summary>The vendor.</summary>
    public TestVendor Vendor { get; }

    /// <inheritdoc/>
    public Task InitializeAsync() => Vendor.InitializeAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Vendor.DisposeAsync();
        _home.Delete(recursive: true);
    }

    /// <summary>Has its broker do one thing to a plugin; gives the number of the generation that is active then.</summary>
    internal async Task<int> DoAsync(ControlCommand command, string plugin, string version)
    {
        var done = await AskAsync(new ControlRequest(command, plugin, Version.Parse(version)));
        Assert.True(done.IsDone, done.Sentence);
        return (await RowsAsync()).Single(row => row.Id == plugin && row.Status == "active").Generation;
    }

    /// <summary>Its list of plugins.</summary>
    internal async Task<IReadOnlyList<ControlRow>> RowsAsync() => (await AskAsync(new ControlRequest(ControlCommand.List))).Plugins!.Value;

    /// <summary>Name of the version that a round takes.</summary>
    internal static string VersionOf(int round) => string.Create(CultureInfo.InvariantCulture, $"2.0.{round % Versions}");

    private Task<ControlAnswer> AskAsync(ControlRequest request) =>
        ControlClient.AskAsync(Path.Combine(Vendor.Setup.DataFolder, "plugins.sock"), request, TimeProvider.System, CancellationToken.None);
}
