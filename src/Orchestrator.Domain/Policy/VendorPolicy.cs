using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>The vendor's policy: who may ask for what, where, when and how much. What no rule permits isn't permitted.</summary>
/// <param name="Version">Only grows.</param>
/// <param name="Zone">Name of the time zone in which hours are meant; whoever asks turns its clock into that zone's time.</param>
/// <param name="Rules">Their order means nothing.</param>
public sealed record VendorPolicy(int Version, string Zone, ImmutableArray<PolicyRule> Rules);

/// <summary>What a rule does where it applies.</summary>
public enum PolicyEffect
{
    /// <summary>Permits, within its limits.</summary>
    Permit,

    /// <summary>Forbids, whatever permits.</summary>
    Deny,
}

/// <summary>One rule. It applies where every condition that it names holds; what it doesn't name it doesn't ask about.</summary>
public sealed record PolicyRule
{
    /// <summary>Unique in its policy.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public required PolicyEffect Effect { get; init; }

    /// <summary>One of these roles; empty: any.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>One of these capabilities; empty: any.</summary>
    public ImmutableArray<Capability> Capabilities { get; init; } = [];

    /// <summary>One of these is the instrument's name or serial number; <c>*</c> at the end stands for whatever follows. Empty: any.</summary>
    public ImmutableArray<string> Instruments { get; init; } = [];

    /// <summary>One of these is the site, as for <see cref="Instruments"/>; empty: any.</summary>
    public ImmutableArray<string> Sites { get; init; } = [];

    /// <summary>Within one of these; empty: at any time.</summary>
    public ImmutableArray<PolicyHours> Hours { get; init; } = [];

    /// <summary>A current record of each of these courses; empty: none is asked for.</summary>
    public ImmutableArray<string> Training { get; init; } = [];

    /// <summary>What a permit limits.</summary>
    public PolicyLimits Limits { get; init; } = PolicyLimits.None;

    /// <summary>A permit that wants a supervisor's approval.</summary>
    public bool NeedsApproval { get; init; }
}

/// <summary>What a permit limits.</summary>
/// <param name="Minutes">Longest grant; null: as long as the configuration allows.</param>
/// <param name="Files">For capabilities that move files.</param>
public sealed record PolicyLimits(int? Minutes, FileLimits Files)
{
    /// <summary>No limit.</summary>
    public static PolicyLimits None { get; } = new(null, FileLimits.Any);

    /// <summary>The stricter of both in every respect.</summary>
    public PolicyLimits Tighten(PolicyLimits other) =>
        new(Minutes is { } mine && other.Minutes is { } theirs ? Math.Min(mine, theirs) : Minutes ?? other.Minutes, Files.Tighten(other.Files));
}
