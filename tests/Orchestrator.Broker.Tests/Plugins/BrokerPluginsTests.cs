using System.Text.Json;
using Orchestrator.Broker.Plugins;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.Broker.Tests.Sinks;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Tests.Plugins;

/// <summary>What a broker makes of the plugins that it finds.</summary>
public sealed class BrokerPluginsTests
{
    [Fact]
    public async Task A_newer_version_in_a_plugin_folder_goes_before_the_compiled_in_one()
    {
        await using var stage = await SinkStage.CreateAsync(folder => PluginFolder.InstallFileSink(folder, "2.0.0"));
        var progress = new SinkProgress(new AuditSinkSetting("audit.file", true));
        await stage.AppendAsync(3);
        await using (await stage.FeedAsync(progress))
        {
            await stage.QuietAsync();
            await stage.ReachedAsync(progress);
            Assert.Contains(stage.Plugins.Slots.List(), row => row is { Plugin: "audit.file", Status: PluginStatus.Active, Version.Major: 2 });
        }

        Assert.Equal(await stage.LogAsync(), stage.Kept("audit.file"));
    }

    [Fact]
    public async Task A_bad_version_in_the_folder_takes_nothing_away_and_is_recorded()
    {
        await using var stage = await SinkStage.CreateAsync(folder =>
        {
            PluginFolder.InstallGarbage(folder, "audit.file", "audit", "2.0.0");
            PluginFolder.InstallGarbage(folder, "transport.websocket", "transport", "3.0.0");
            Directory.CreateDirectory(Path.Combine(folder, "audit.nothing", "1.0.0"));
        });

        await stage.Plugins.StartSinkAsync(new AuditSinkSetting("audit.file", false), CancellationToken.None);
        Assert.Equal(["http-stream", "long-poll", "websocket"], (await stage.Plugins.StartTransportsAsync(CancellationToken.None)).Select(one => one.Traits.Name).Order(StringComparer.Ordinal));

        var log = Events(await stage.LogAsync());
        Assert.Equal(["audit.nothing 1.0.0", "audit.file 2.0.0", "transport.websocket 3.0.0"], log.Where(e => e.Code == "plugin.refused").Select(e => $"{e.Plugin} {e.Version}"));
        Assert.Equal(["audit.file 1.0.0", "transport.http-stream 1.0.0", "transport.long-poll 1.0.0", "transport.websocket 1.0.0"], log.Where(e => e.Code == "plugin.activated").Select(e => $"{e.Plugin} {e.Version}"));
    }

    [Fact]
    public async Task What_somebody_asked_for_is_recorded_with_his_name_and_what_happens_by_itself_without()
    {
        await using var stage = await SinkStage.CreateAsync();
        await stage.Plugins.StartSinkAsync(new AuditSinkSetting("audit.file", false), CancellationToken.None);
        using (stage.Plugins.Recorder.Asked("audit.file", ActingPerson.DataFolderOwner("petra")))
        {
            await stage.Plugins.Slots.ActivateAsync("audit.file", null, null, CancellationToken.None);
        }

        await stage.Plugins.Slots.WhenClosedAsync();

        var log = Events(await stage.LogAsync());
        Assert.Equal(
            [("plugin.activated", 1, null), ("plugin.activated", 2, "petra"), ("plugin.unloaded", 1, null)],
            log.Where(e => e.Plugin == "audit.file").Select(e => (e.Code, e.Generation, e.By)));
    }

    private static List<(string Code, string Plugin, string Version, int Generation, string? By)> Events(string[] lines) =>
    [
        .. lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Where(record => record.GetProperty("event").GetString()!.StartsWith("plugin.", StringComparison.Ordinal))
            .Select(record => (
                record.GetProperty("event").GetString()!,
                record.GetProperty("data").GetProperty("plugin").GetString()!,
                record.GetProperty("data").GetProperty("version").GetString()!,
                record.GetProperty("data").GetProperty("generation").GetInt32(),
                record.GetProperty("who").TryGetProperty("osAccount", out var account) ? account.GetString() : null)),
    ];
}
