using System.CommandLine;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools;

/// <summary>The options that say where plugins and the trust file are: each itself, or both by the program's data folder.</summary>
internal sealed class PlaceOptions(PluginToolIo io)
{
    private readonly Option<string?> data = new("--data") { Description = "The program's data folder: says where plugins and trust file are.", HelpName = "DIR" };
    private readonly Option<string?> trust = new("--trust") { Description = $"The trust file ({PluginTrustFile.Name}).", HelpName = "FILE" };
    private readonly Option<string?> to = new("--to") { Description = "The plugin folder.", HelpName = "DIR" };

    /// <summary>Adds --trust, and --data where this program has it.</summary>
    public PlaceOptions AddTo(Command command, bool withFolder = false)
    {
        command.Options.Add(trust);
        if (withFolder)
            command.Options.Add(to);
        if (io.Places is not null)
            command.Options.Add(data);
        return this;
    }

    /// <exception cref="PluginToolException">Nothing says where it is.</exception>
    public PluginTrustFile Trust(ParseResult result) => new(result.GetValue(trust) ?? Places(result)?.TrustFile ?? throw Missing(trust, "the trust file is"));

    /// <exception cref="PluginToolException">Nothing says where it is.</exception>
    public string Folder(ParseResult result) => result.GetValue(to) ?? Places(result)?.Folder ?? throw Missing(to, "the plugins are");

    private PluginPlaces? Places(ParseResult result) => io.Places is { } places && result.GetValue(data) is { } folder ? places(folder) : null;

    private PluginToolException Missing(Option option, string what) =>
        new($"Nothing says where {what}. Add {option.Name} {option.HelpName}{(io.Places is null ? "" : $", or {data.Name} {data.HelpName}")}.");
}
