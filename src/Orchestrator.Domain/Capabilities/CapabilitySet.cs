using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>Capabilities as bits: capability n is bit n − 1. Unknown bits make malformed what carries them, because they would allow something nobody here knows.</summary>
public readonly record struct CapabilitySet(ushort Bits)
{
    private static readonly ushort Known = Of([.. Capabilities.All]).Bits;

    /// <summary>All that there are.</summary>
    public static CapabilitySet Everything => new(Known);

    /// <summary>No bit stands for something unknown.</summary>
    public bool IsKnown => (Bits & ~Known) == 0;

    /// <summary>Nothing.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>These.</summary>
    public static CapabilitySet Of(params ReadOnlySpan<Capability> capabilities)
    {
        ushort bits = 0;
        foreach (var capability in capabilities)
            bits |= Bit(capability);
        return new CapabilitySet(bits);
    }

    /// <summary>True when it is one of them.</summary>
    public bool Contains(Capability capability) => (Bits & Bit(capability)) != 0;

    /// <summary>In the order of their numbers.</summary>
    public ImmutableArray<Capability> ToList() => [.. Capabilities.All.Where(Contains)];

    /// <summary>Their stable names.</summary>
    public override string ToString() => string.Join(", ", ToList().Select(c => c.Name()));

    private static ushort Bit(Capability capability) => (ushort)(1 << ((int)capability - 1));
}
