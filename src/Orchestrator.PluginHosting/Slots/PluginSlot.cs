using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>The place of one plugin in a program: which generation serves new channels, which ones still serve old ones. Leases are callable from any thread.</summary>
public sealed class PluginSlot
{
    private readonly Lock sync = new();
    private ImmutableList<PluginGeneration> draining = [];
    private PluginGeneration? active;
    private string whyNone = "no version of it was activated";
    private bool isOut;

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

    /// <summary>True where a running channel can change over to another generation; a link and a tunnel can't before there is resume.</summary>
    public bool CanMove => Kind is PluginKind.Capture or PluginKind.Audit;

    /// <summary>True while a generation serves new channels.</summary>
    public bool IsActive => Active is not null;

    internal PluginGeneration? Active => Now.Active;

    internal ImmutableList<PluginGeneration> Draining => Now.Draining;

    /// <summary>Both at one moment: a generation is never in both, nor between them.</summary>
    internal (PluginGeneration? Active, ImmutableList<PluginGeneration> Draining) Now
    {
        get
        {
            lock (sync)
                return (active, draining);
        }
    }

    /// <summary>True when what served has failed and nobody has decided since: another generation may take its place.</summary>
    internal bool NeedsRestart
    {
        get
        {
            lock (sync)
                return isOut || active is { Trouble: not null };
        }
    }

    /// <summary>The right to use the active generation.</summary>
    /// <exception cref="PluginFaultException">None is active.</exception>
    public PluginLease Lease()
    {
        lock (sync)
            return active?.TryLease() ?? throw new PluginFaultException(new PluginFault(Id, nameof(Lease), PluginFaultKind.NotActive, whyNone));
    }

    /// <summary>The same; null when none is active.</summary>
    internal PluginLease? TryLease()
    {
        lock (sync)
            return active?.TryLease();
    }

    /// <summary>Puts a generation in the active place. The one that was there is the caller's to drain, once it has told what happened: its end must be told after.</summary>
    internal PluginGeneration? Put(PluginGeneration? next, string why = "")
    {
        PluginGeneration? before;
        lock (sync)
        {
            before = active;
            isOut = false;
            Replace(next, why);
        }

        return before;
    }

    /// <summary>Takes a generation that failed out of the active place, if it is still there.</summary>
    internal bool TakeOut(PluginGeneration failed, string why)
    {
        lock (sync)
        {
            if (active != failed)
                return false;
            isOut = true;
            Replace(null, why);
        }

        failed.Drain();
        return true;
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

    private void Replace(PluginGeneration? next, string why)
    {
        if (active is not null)
            draining = draining.Add(active);
        (active, whyNone) = (next, why);
    }
}
