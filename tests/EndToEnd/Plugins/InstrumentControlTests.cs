using System.Text.Json;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>A testbed instrument, as a process of its own, is told over its socket to change its plugins.</summary>
[Collection(VendorCollection.Name)]
public sealed class InstrumentControlTests(TestVendor vendor)
{
    private const string Capture = "capture.simulated";

    [Fact]
    public async Task What_it_loads_and_what_it_refuses_stands_in_its_log_with_publisher_hash_and_who_asked()
    {
        var home = vendor.NewFolder("instrument");
        var folder = new RealPluginFolder(home).With<SimulatedCapture>(Capture, PluginKind.Capture, 2);
        await using var instrument = await InstrumentProcess.StartAsync(
            vendor, "--plugins", folder.Options.Path, "--plugin-trust", folder.Options.TrustFile, "--control", home);

        var back = await AskAsync(home, new ControlRequest(ControlCommand.Reload, Capture, new Version(2, 0, 0)));
        var none = await AskAsync(home, new ControlRequest(ControlCommand.Reload, Capture, new Version(3, 0, 0)));
        var required = await AskAsync(home, new ControlRequest(ControlCommand.Activate, Capture, IsRequired: true));
        var rows = (await AskAsync(home, new ControlRequest(ControlCommand.List))).Plugins!.Value;

        Assert.True(back.IsDone, back.Sentence);
        Assert.False(none.IsDone);
        Assert.Contains("3.0.0", none.Sentence, StringComparison.Ordinal);
        Assert.Equal((false, "Only an audit sink can be required, and an instrument has none."), (required.IsDone, required.Sentence));
        Assert.Equal("2.0.0", rows.Single(row => row is { Id: Capture, Status: "active" }).Version);
        var log = Directory.GetDirectories(instrument.Logs).Single();
        await LogLines.UntilAsync(log, record => Code(record) == "plugin.moved", AttendedInstrument.Patience);
        var activated = LogLines.Read(log).Where(record => Code(record) == "plugin.activated").ToList();
        Assert.Equal([("2.0.1", "instrument"), ("2.0.0", "operator")], activated.Select(record => (Data(record, "version"), record.GetProperty("who").GetProperty("kind").GetString()!)));
        Assert.All(activated, record => Assert.StartsWith(TestPublisher.Known.Name, Data(record, "publisher"), StringComparison.Ordinal));
        Assert.Equal(Data(activated[1], "manifest"), InUse(LogLines.Read(log)[^1]).GetProperty("hash").GetString());
    }

    [Fact]
    public async Task Without_a_folder_that_can_be_used_it_doesnt_start_and_says_why()
    {
        var said = await InstrumentProcess.FailedAsync(vendor, "--plugins", Path.Combine(vendor.Folder, "nowhere"));

        Assert.Equal("Usage", said.GetProperty("code").GetString());
        Assert.StartsWith("There is no plugin folder", said.GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    private static string Code(JsonElement record) => record.GetProperty("event").GetString()!;

    private static string Data(JsonElement record, string name) => record.GetProperty("data").GetProperty(name).GetString()!;

    private static JsonElement InUse(JsonElement record) =>
        record.GetProperty("software").GetProperty("plugins").EnumerateArray().Single(plugin => plugin.GetProperty("id").GetString() == Capture);

    private static Task<ControlAnswer> AskAsync(string home, ControlRequest request) =>
        ControlClient.AskAsync(Path.Combine(home, ControlSocket.FileName), request, TimeProvider.System, CancellationToken.None);
}
