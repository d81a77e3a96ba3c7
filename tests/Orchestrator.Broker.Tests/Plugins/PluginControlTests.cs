using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.TestSupport.Network;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.Broker.Tests.Plugins;

/// <summary>A serving broker whose plugins are changed over its socket, while records are written.</summary>
public sealed class PluginControlTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestBroker _broker = null!;
    private BrokerHost _host = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);
        PluginFolder.InstallFileSink(_broker.Folder.Plugins, "2.0.0");
        PluginFolder.InstallGarbage(_broker.Folder.Plugins, "audit.file", "audit", "3.0.0");
        new PluginTrustFile(_broker.Folder.PluginTrust).Write(PluginTrust.Nobody.With(TestPublisher.Known.Trusted));
        var options = new BrokerOptions
        {
            DataFolder = _broker.Folder.Root,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            PluginFolder = new PluginFolderOptions(_broker.Folder.Plugins, _broker.Folder.PluginTrust),
        };
        _host = await BrokerHost.StartAsync(options, _broker.Passwords, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public async Task A_sink_that_is_added_gets_every_record_the_old_ones_first()
    {
        var answer = await AskAsync(new ControlRequest(ControlCommand.Activate, "audit.sqlite"));

        Assert.Equal(
            "audit.sqlite 1.0.0 #1 is active. It gets every record, the old ones first. broker.json says what runs after a restart: list it there under `auditSinks` to keep it so.",
            answer.Sentence);
        await UntilAsync(async () => await StatusAsync("audit.sqlite") is { Channels: 1, Status: "active" });
        Assert.DoesNotContain("audit.sqlite", await File.ReadAllTextAsync(_broker.Folder.Settings), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public async Task A_running_sink_is_reloaded_and_rolled_back_and_has_each_record_once()
    {
        var folder = Path.Combine(_broker.Folder.Root, "kept");
        Assert.True((await AskAsync(Activate("2.0.0", folder))).IsDone);
        await UntilAsync(async () => await StatusAsync("audit.file") is { Channels: 1, Version: "2.0.0" });

        Assert.True((await AskAsync(new ControlRequest(ControlCommand.Reload, "audit.file", new Version(1, 0, 0)))).IsDone);
        await UntilAsync(async () => await StatusAsync("audit.file") is { Channels: 1, Version: "1.0.0", Status: "active" });
        Assert.True((await AskAsync(new ControlRequest(ControlCommand.RollBack, "audit.file"))).IsDone);
        Assert.True((await AskAsync(new ControlRequest(ControlCommand.Move, "audit.file"))).IsDone);
        await UntilAsync(async () => await StatusAsync("audit.file") is { Channels: 1, Version: "2.0.0", Status: "active" });

        var refused = await AskAsync(Activate("3.0.0", folder));
        Assert.False(refused.IsDone);
        Assert.Contains("audit.file 3.0.0 is refused: it can't be loaded", refused.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("audit.file 2.0.0 #3 goes on.", refused.Sentence, StringComparison.Ordinal);
        await UntilAsync(() => Task.FromResult(Kept(folder).Any(line => line.Contains("plugin.rolled-back", StringComparison.Ordinal))));

        var kept = Kept(folder);
        Assert.Equal(Log()[..kept.Length], kept);
    }

    [Fact]
    public async Task A_sink_that_is_required_from_now_on_counts_when_it_has_everything_and_isnt_drained()
    {
        var answer = await AskAsync(new ControlRequest(ControlCommand.Activate, "audit.sqlite", IsRequired: true));
        Assert.Contains("is required from the moment it has them", answer.Sentence, StringComparison.Ordinal);

        var drained = await AskAsync(new ControlRequest(ControlCommand.Drain, "audit.sqlite"));

        Assert.False(drained.IsDone);
        Assert.StartsWith("audit.sqlite is a required audit sink", drained.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public async Task A_sink_whose_confirmation_isnt_durable_doesnt_become_required()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue(["127.0.0.1"]);
        await using var receiver = LoopbackServer.Start((stream, stop) => stream.CopyToAsync(Stream.Null, stop), certificate);
        var roots = Path.Combine(_broker.Folder.Root, "roots.pem");
        await File.WriteAllTextAsync(roots, new string(PemEncoding.Write("CERTIFICATE", authority.Root.Span)));
        var settings = JsonSerializer.Serialize(new { host = "127.0.0.1", port = receiver.Port, rootsFile = roots });

        var answer = await AskAsync(new ControlRequest(ControlCommand.Activate, "audit.syslog", null, Encoding.UTF8.GetBytes(settings), IsRequired: true));

        Assert.Equal(
            "audit.syslog 1.0.0 #1 is active. It isn't required, though: what it confirms isn't durable. Give the command without --required to have it fed.", answer.Sentence);
        Assert.False(answer.IsDone);
    }

    [Fact]
    public async Task A_drained_sink_gets_nothing_more_and_goes_and_comes_back_with_what_it_missed()
    {
        var folder = Path.Combine(_broker.Folder.Root, "kept");
        await AskAsync(Activate("2.0.0", folder));
        await UntilAsync(async () => await StatusAsync("audit.file") is { Channels: 1 });

        var drained = await AskAsync(new ControlRequest(ControlCommand.Drain, "audit.file"));
        Assert.EndsWith("It gets no more records; what it misses lies in the log, and comes first when it is activated again.", drained.Sentence, StringComparison.Ordinal);
        await UntilAsync(async () => (await AskAsync(new ControlRequest(ControlCommand.Unload, "audit.file"))).IsDone);
        Assert.DoesNotContain(await ListAsync(), row => row is { Id: "audit.file", Status: "active" or "draining" });

        await AskAsync(new ControlRequest(ControlCommand.Activate, "audit.file", new Version(2, 0, 0)));
        await UntilAsync(() => Task.FromResult(Kept(folder).Any(line => line.Contains("plugin.drained", StringComparison.Ordinal))));
        var kept = Kept(folder);
        Assert.Equal(Log()[..kept.Length], kept);
    }

    [Fact]
    public async Task Two_commands_at_once_are_both_answered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => AskAsync(i % 2 == 0
            ? new ControlRequest(ControlCommand.Activate, "audit.sqlite")
            : new ControlRequest(ControlCommand.Activate, "audit.file", new Version(2, 0, 0)))));

        Assert.All(answers, answer => Assert.True(answer.IsDone, answer.Sentence));
        await UntilAsync(async () => (await ListAsync()).Count(row => row is { Kind: "audit", Status: "active" }) == 2);
        Assert.Equal(2, answers.Count(answer => answer.Sentence.Contains("the old ones first", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_cant_be_done_is_a_sentence_and_changes_nothing()
    {
        foreach (var (request, sentence) in new (ControlRequest, string)[]
        {
            (new ControlRequest(ControlCommand.Activate, "audit.nothing"), "There is no plugin \"audit.nothing\" here."),
            (new ControlRequest(ControlCommand.Activate, "transport.websocket", IsRequired: true), "Only an audit sink can be required"),
            (new ControlRequest(ControlCommand.Move, "transport.websocket"), "A running transport can't change over"),
            (new ControlRequest(ControlCommand.RollBack, "transport.websocket"), "There is no version of \"transport.websocket\" to go back to"),
            (new ControlRequest(ControlCommand.Drain, "audit.sqlite"), "Nothing of \"audit.sqlite\""),
        })
        {
            var answer = await AskAsync(request);
            Assert.False(answer.IsDone);
            Assert.Contains(sentence, answer.Sentence, StringComparison.Ordinal);
        }

        Assert.Equal("active", (await StatusAsync("transport.websocket")).Status);
    }

    [Fact]
    public async Task Who_asked_and_whose_package_it_is_are_in_the_log()
    {
        await AskAsync(new ControlRequest(ControlCommand.Activate, "audit.file", new Version(2, 0, 0)));
        await UntilAsync(() => Task.FromResult(Activations().Length > 0));

        var record = Assert.Single(Activations());
        var (who, data) = (record.GetProperty("who"), record.GetProperty("data"));
        Assert.Equal(("administrator", Environment.UserName), (who.GetProperty("kind").GetString(), who.GetProperty("osAccount").GetString()));
        Assert.Equal(
            ("2.0.0", new PluginPublisher(TestPublisher.Known.Name, TestPublisher.Known.Key.Fingerprint).ToString()),
            (data.GetProperty("version").GetString(), data.GetProperty("publisher").GetString()));
        var manifest = SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_broker.Folder.Plugins, "audit.file", "2.0.0", "plugin.json")));
        Assert.Equal(Convert.ToHexStringLower(manifest), data.GetProperty("manifest").GetString());

        JsonElement[] Activations() =>
        [
            .. Log().Select(line => JsonDocument.Parse(line).RootElement)
                .Where(one => one.GetProperty("event").GetString() == "plugin.activated" && one.GetProperty("data").GetProperty("plugin").GetString() == "audit.file"),
        ];
    }

    [Fact]
    public async Task The_commands_of_the_program_do_it()
    {
        var settings = Path.Combine(_broker.Folder.Root, "settings.json");
        await File.WriteAllTextAsync(settings, JsonSerializer.Serialize(new { folder = Path.Combine(_broker.Folder.Root, "kept") }));
        var data = _broker.Folder.Root;

        var activated = await BrokerCommand.RunAsync(TimeProvider.System, "", "plugins", "activate", "audit.file", "--version", "2.0.0", "--settings", settings, "--data", data);
        Assert.Equal((0, ""), (activated.Code, activated.Error));
        Assert.StartsWith("audit.file 2.0.0 #1 is active.", activated.Output, StringComparison.Ordinal);

        var listed = await BrokerCommand.RunAsync(TimeProvider.System, "", "plugins", "list", "--data", data);
        Assert.Equal(0, listed.Code);
        Assert.Matches("(?m)^PLUGIN +KIND +VERSION +GENERATION +STATUS +CHANNELS\r?$", listed.Output);
        Assert.Matches("(?m)^audit.file +audit +2.0.0 +#1 +active +", listed.Output);

        var refused = await BrokerCommand.RunAsync(TimeProvider.System, "", "plugins", "rollback", "transport.websocket", "--socket", Path.Combine(data, "plugins.sock"), "--json");
        Assert.Equal(1, refused.Code);
        Assert.Equal("refused", JsonDocument.Parse(refused.Output).RootElement.GetProperty("outcome").GetString());
    }

    private static ControlRequest Activate(string version, string folder) =>
        new(ControlCommand.Activate, "audit.file", Version.Parse(version), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { folder })));

    private Task<ControlAnswer> AskAsync(ControlRequest request) =>
        ControlClient.AskAsync(Path.Combine(_broker.Folder.Root, ControlSocket.FileName), request, TimeProvider.System, CancellationToken.None);

    private async Task<ControlRow[]> ListAsync() => [.. (await AskAsync(new ControlRequest(ControlCommand.List))).Plugins!.Value];

    /// <summary>What serves of a plugin, else what came last.</summary>
    private async Task<ControlRow> StatusAsync(string id)
    {
        var rows = (await ListAsync()).Where(row => row.Id == id).ToArray();
        return rows.FirstOrDefault(row => row.Status == "active") ?? rows[^1];
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    private string[] Log() => Lines(Path.Combine(_broker.Folder.Log, "records.jsonl"));

    private static string[] Kept(string folder) => Directory.GetFiles(folder, "*.jsonl") is [var file] ? Lines(file) : [];

    private static string[] Lines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var text = new StreamReader(stream).ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
