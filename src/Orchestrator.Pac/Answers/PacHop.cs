using System.Collections.Immutable;

namespace Orchestrator.Pac.Answers;

/// <summary>One entry of an answer.</summary>
/// <param name="Kind">How to go.</param>
/// <param name="Host">The proxy's name or address, lower case; empty for <see cref="PacHopKind.Direct"/>.</param>
/// <param name="Port">The proxy's port; 0 for <see cref="PacHopKind.Direct"/>.</param>
public sealed record PacHop(PacHopKind Kind, string Host, int Port)
{
    /// <summary>Without a proxy.</summary>
    public static PacHop Direct { get; } = new(PacHopKind.Direct, "", 0);
}

/// <summary>How an entry of an answer goes.</summary>
public enum PacHopKind
{
    /// <summary>Without a proxy.</summary>
    Direct,

    /// <summary>An HTTP proxy, reached in clear.</summary>
    Http,

    /// <summary>An HTTP proxy, reached over TLS.</summary>
    Https,

    /// <summary>A SOCKS proxy, spoken to in version 5.</summary>
    Socks5,
}

/// <summary>What a script answered.</summary>
/// <param name="Hops">In the order of trying; at least one.</param>
/// <param name="Skipped">Entries that can't be used, each with the reason, for a reader.</param>
public sealed record PacAnswer(ImmutableArray<PacHop> Hops, ImmutableArray<string> Skipped);
