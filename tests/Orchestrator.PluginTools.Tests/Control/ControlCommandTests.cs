using System.Text.Json;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools.Tests.Control;

/// <summary>The commands that ask a running program, against a socket on which a real server listens.</summary>
public sealed class ControlCommandTests : IAsyncLifetime
{
    private readonly Recording _control = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("tools-").FullName;
    private ControlServer _server = null!;

    public Task InitializeAsync()
    {
        _server = ControlServer.Start(_folder, _control, TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Each_command_asks_for_what_it_says()
    {
        var settings = File("""{ "url": "https://example.com/" }""");
        foreach (var (args, expected) in new (string[], ControlRequest)[]
        {
            (["load", "audit.file", "--version", "1.2.3"], new ControlRequest(ControlCommand.Load, "audit.file", new Version(1, 2, 3))),
            (["activate", "audit.file", "--settings", settings, "--required"], new ControlRequest(ControlCommand.Activate, "audit.file", IsRequired: true)),
            (["reload", "audit.file"], new ControlRequest(ControlCommand.Reload, "audit.file")),
            (["drain", "audit.file"], new ControlRequest(ControlCommand.Drain, "audit.file")),
            (["move", "audit.file"], new ControlRequest(ControlCommand.Move, "audit.file")),
            (["unload", "audit.file"], new ControlRequest(ControlCommand.Unload, "audit.file")),
            (["rollback", "audit.file"], new ControlRequest(ControlCommand.RollBack, "audit.file")),
        })
        {
            var run = await ToolRun.OfAsync([.. args, "--data", _folder]);

            Assert.Equal((0, "Done.", ""), (run.Exit, run.Output.Trim(), run.Error));
            Assert.Equal(expected, _control.Last! with { Settings = null });
            Assert.Equal(args.Contains(settings), _control.Last.Settings is not null);
        }
    }

    [Fact]
    public async Task The_list_is_a_table_with_the_status_in_words()
    {
        var run = await ToolRun.OfAsync("list", "--data", _folder);

        Assert.Equal(0, run.Exit);
        Assert.Equal(
            """
            PLUGIN              KIND   VERSION  GENERATION  STATUS   CHANNELS
            audit.file          audit  2.0.0    #3          active   1
            /plugins/odd/1.0.0  -      -        -           refused  -
                It has no plugin.json.

            """.ReplaceLineEndings(),
            run.Output);
    }

    [Fact]
    public async Task Programs_get_json()
    {
        var run = await ToolRun.OfAsync("list", "--socket", _server.Path, "--json");

        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("done", answer.GetProperty("outcome").GetString());
        Assert.Equal("active", answer.GetProperty("plugins")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_is_refused_is_said_and_exits_with_1()
    {
        _control.Answer = new ControlAnswer(false, "Nothing of \"audit.file\" is active.");

        var run = await ToolRun.OfAsync("move", "audit.file", "--data", _folder);

        Assert.Equal((1, "", "Nothing of \"audit.file\" is active."), (run.Exit, run.Output, run.Error.Trim()));
    }

    [Theory]
    [InlineData("No program listens on", "list", "--data", "/nonexistent")]
    [InlineData("Say which program is meant", "list")]
    [InlineData("isn't a version", "load", "audit.file", "--version", "two", "--data", "/nonexistent")]
    [InlineData("can't be read", "load", "audit.file", "--settings", "/nonexistent", "--data", "/nonexistent")]
    public async Task What_cant_be_asked_is_a_sentence_and_exits_with_1(string sentence, params string[] args)
    {
        var run = await ToolRun.OfAsync(args);

        Assert.Equal((1, ""), (run.Exit, run.Output));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "aren't a JSON object")]
    [InlineData("{\n\"a\": }", "look at line 2")]
    public async Task Settings_that_are_none_are_refused_before_anybody_is_asked(string content, string sentence)
    {
        var run = await ToolRun.OfAsync("activate", "audit.file", "--settings", File(content), "--data", _folder);

        Assert.Equal(1, run.Exit);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Null(_control.Last);
    }

    private string File(string content)
    {
        var path = Path.Combine(_folder, "settings.json");
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private sealed class Recording : IPluginControl
    {
        public ControlRequest? Last { get; private set; }

        public ControlAnswer Answer { get; set; } = new(true, "Done.");

        public Task<ControlAnswer> RunAsync(ControlRequest request, CancellationToken cancellationToken)
        {
            Last = request;
            return Task.FromResult(request.Command != ControlCommand.List ? Answer : Answer with
            {
                Plugins =
                [
                    new ControlRow("audit.file", "audit", "2.0.0", 3, "active", 1, ""),
                    new ControlRow("/plugins/odd/1.0.0", null, null, 0, "refused", 0, "It has no plugin.json."),
                ],
            });
        }
    }
}
