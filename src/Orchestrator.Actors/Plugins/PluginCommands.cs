using System.Collections.Immutable;
using Akka.Event;
using Orchestrator.PluginHosting;

namespace Orchestrator.Actors.Plugins;

/// <summary>What <see cref="PluginsActor"/> is asked. All but <see cref="List"/> are answered with a <see cref="PluginOutcome"/>.</summary>
public static class PluginCommands
{
    /// <summary>One of them.</summary>
    public interface ICommand;

    /// <summary>Everything that there is; answered with a <see cref="Listed"/>.</summary>
    public sealed record List : ICommand
    {
        /// <summary>The only one.</summary>
        public static List Instance { get; } = new();
    }

    /// <summary>Makes a generation and keeps it ready. Version null: the highest; settings (UTF-8 JSON) null: those of before.</summary>
    public sealed record Load(string Plugin, Version? Version = null, ReadOnlyMemory<byte>? Settings = null) : ICommand;

    /// <summary>Lets a generation serve new channels.</summary>
    public sealed record Activate(string Plugin, Version? Version = null, ReadOnlyMemory<byte>? Settings = null) : ICommand;

    /// <summary>Activates, and then moves the running channels where the kind can.</summary>
    public sealed record Reload(string Plugin, Version? Version = null, ReadOnlyMemory<byte>? Settings = null) : ICommand;

    /// <summary>No new channels.</summary>
    public sealed record Drain(string Plugin) : ICommand;

    /// <summary>Tells running channels to change over to the active generation.</summary>
    public sealed record Move(string Plugin) : ICommand;

    /// <summary>Closes what isn't used.</summary>
    public sealed record Unload(string Plugin) : ICommand;

    /// <summary>Back to the version that was active before, running channels too where their kind can.</summary>
    public sealed record RollBack(string Plugin) : ICommand;

    /// <summary>The command of a word, as people and scripts write it; null when there is none.</summary>
    public static ICommand? Of(string word, string plugin, Version? version = null, ReadOnlyMemory<byte>? settings = null) => word switch
    {
        "list" => List.Instance,
        "load" => new Load(plugin, version, settings),
        "activate" => new Activate(plugin, version, settings),
        "reload" => new Reload(plugin, version, settings),
        "drain" => new Drain(plugin),
        "move" => new Move(plugin),
        "unload" => new Unload(plugin),
        "rollback" => new RollBack(plugin),
        _ => null,
    };

    /// <summary>The answer to <see cref="List"/>.</summary>
    public sealed record Listed(ImmutableArray<PluginRow> Rows) : IDeadLetterSuppression;
}
