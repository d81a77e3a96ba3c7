using System.Collections.Immutable;
using Orchestrator.Domain;

namespace Orchestrator.Trust.Tickets;

/// <summary>Capabilities as bits: capability n is bit n − 1. Unknown bits make a ticket malformed, because they would allow something nobody here knows.</summary>
public readonly record struct CapabilitySet(ushort Bits)
{
    private static readonly ushort Known = Of([.. Capabilities.All]).Bits;

    public static CapabilitySet Everything => new(Known);

    public bool IsKnown => (Bits & ~Known) == 0;

    public bool IsEmpty => Bits == 0;

    public static CapabilitySet Of(params ReadOnlySpan<Capability> capabilities)
    {
        ushort bits = 0;
        foreach (var capability in capabilities)
            bits |= Bit(capability);
        return new CapabilitySet(bits);
    }

    public bool Contains(Capability capability) => (Bits & Bit(capability)) != 0;

    public ImmutableArray<Capability> ToList() => [.. Capabilities.All.Where(Contains)];

    public override string ToString() => string.Join(", ", ToList().Select(c => c.Name()));

    private static ushort Bit(Capability capability) => (ushort)(1 << ((int)capability - 1));
}
