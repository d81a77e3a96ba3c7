using System.CommandLine;
using System.Text.Json;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools;

/// <summary>The commands that ask a running program: each is one request over its socket. Exit 0: done; 1: refused, or nobody listens.</summary>
internal static class ControlCommands
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static IEnumerable<Command> Create(PluginToolIo io) =>
    [
        Create(io, ControlCommand.List, "What is installed, loaded, refused, or was there a while ago in a running program."),
        Create(io, ControlCommand.Load, "Make a generation of a plugin and test it, without letting it serve."),
        Create(io, ControlCommand.Activate, "Let a plugin serve new channels; running ones keep what they have. An audit sink gets every record from now on, the old ones first."),
        Create(io, ControlCommand.Reload, "Activate, and tell running channels to change over where the kind can (capture, audit)."),
        Create(io, ControlCommand.Drain, "Let a plugin take no new channels."),
        Create(io, ControlCommand.Move, "Tell running channels to change over to the active generation."),
        Create(io, ControlCommand.Unload, "Close generations that nobody uses."),
        Create(io, ControlCommand.RollBack, "Let the version serve again that was active before this one."),
    ];

    private static Command Create(PluginToolIo io, ControlCommand what, string description)
    {
        var data = new Option<string?>("--data") { Description = "The data folder of the running program.", HelpName = "FOLDER" };
        var socket = new Option<string?>("--socket") { Description = $"Its socket, where that isn't {ControlSocket.FileName} in its data folder.", HelpName = "PATH" };
        var json = new Option<bool>("--json") { Description = "Print JSON for programs instead of text for people." };
        var id = new Argument<string>("ID") { Description = "The plugin, for example audit.file." };
        var version = new Option<string?>("--version") { Description = "Three numbers; default: the highest that is installed.", HelpName = "VERSION" };
        var settings = new Option<string?>("--settings") { Description = "File with the plugin's settings, one JSON object; default: those of before.", HelpName = "FILE" };
        var required = new Option<bool>("--required") { Description = "For an audit sink: from the moment it has every record, nothing counts that it doesn't confirm." };
        var command = new Command(what.Word(), description) { data, socket, json };
        if (what != ControlCommand.List)
            command.Add(id);
        if (what.MakesGeneration())
        {
            command.Add(version);
            command.Add(settings);
        }

        if (what.Activates())
            command.Add(required);
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                var path = PathOf(result.GetValue(data), result.GetValue(socket));
                var request = what == ControlCommand.List
                    ? new ControlRequest(what)
                    : new ControlRequest(
                        what,
                        result.GetRequiredValue(id),
                        what.MakesGeneration() && result.GetValue(version) is { } text ? ControlInput.Version(text) : null,
                        what.MakesGeneration() && result.GetValue(settings) is { } file ? ControlInput.Settings(file) : default(ReadOnlyMemory<byte>?),
                        what.Activates() && result.GetValue(required));
                return Show(io, await ControlClient.AskAsync(path, request, io.Time, cancellationToken).ConfigureAwait(false), result.GetValue(json));
            }
            catch (Exception e) when (e is ControlException or PluginToolException)
            {
                io.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static string PathOf(string? data, string? socket) => (data, socket) switch
    {
        ({ } folder, null) => Path.Combine(folder, ControlSocket.FileName),
        (null, { } path) => path,
        _ => throw new PluginToolException("Say which program is meant: name its data folder with --data, or its socket with --socket."),
    };

    private static int Show(PluginToolIo io, ControlAnswer answer, bool asJson)
    {
        if (asJson)
            io.Output.WriteLine(JsonSerializer.Serialize(new { outcome = answer.IsDone ? "done" : "refused", sentence = answer.Sentence, plugins = answer.Plugins }, Json));
        else if (!answer.IsDone)
            io.Error.WriteLine(answer.Sentence);
        else if (answer.Plugins is { } plugins)
            PluginTable.Write(io.Output, plugins);
        else
            io.Output.WriteLine(answer.Sentence);
        return answer.IsDone ? 0 : 1;
    }
}
