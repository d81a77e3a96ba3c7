using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>The place of one plugin in a program: which generation serves new channels, which ones still serve old ones. Leases are callable from any thread.</summary>
public sealed class PluginSlot
{
    private readonly Lock sync = new();
    private ImmutableList<PluginGeneration> draining = [];
    private PluginGeneration? active;
    private string whyNone = "no version of it was activated";

    internal PluginSlot(string id, PluginKind kind)
    {
        Id = id;
        Kind = kind;
    }

    /// <summary>Id of the plugin.</summary>
    public string Id { get; }

    /// <summary>What it adapts.</summary>
    public PluginKind Kind { get; }

    /// <summary>Rings when running channels are told to change over to the active generation.</summary>
    public MoveBell Moves { get; } = new();

    /// <summary>True while a generation serves new channels.</summary>
    public bool IsActive => Active is not null;

    internal PluginGeneration? Active
    {
        get
        {
            lock (sync)
                return active;
        }
    }

    internal ImmutableList<PluginGeneration> Draining
    {
        get
        {
            lock (sync)
                return draining;
        }
    }

    /// <summary>The right to use the active generation.</summary>
    /// <exception cref="PluginFaultException">None is active.</exception>
    public PluginLease Lease()
    {
        lock (sync)
            return active?.TryLease() ?? throw new PluginFaultException(new PluginFault(Id, nameof(Lease), PluginFaultKind.NotActive, whyNone));
    }

    /// <summary>Puts a generation in the active place; the one that was there drains.</summary>
    internal PluginGeneration? Put(PluginGeneration? next, string why = "")
    {
        PluginGeneration? before;
        lock (sync)
        {
            before = active;
            active = next;
            whyNone = why;
            if (before is not null)
                draining = draining.Add(before);
        }

        before?.Drain();
        return before;
    }

    /// <summary>Tells the users of every draining generation to move. Gives their number.</summary>
    internal int AskToMove()
    {
        var users = Draining.Sum(generation => generation.Leases);
        Moves.Ring();
        return users;
    }

    /// <summary>Forgets a generation that was closed.</summary>
    internal void Forget(PluginGeneration generation)
    {
        lock (sync)
            draining = draining.Remove(generation);
    }
}
