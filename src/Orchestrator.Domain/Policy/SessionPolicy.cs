using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>The limits of one session. Each source (signed configuration, ticket, site file) can only tighten it.</summary>
/// <param name="MaxMinutes">Longest grant for each capability; absent means not allowed.</param>
/// <param name="PresenceMinutes">Minutes without local input until the operator counts as away.</param>
/// <param name="GraceSeconds">Seconds that a lost link may take to come back; at most <see cref="MaxGraceSeconds"/>.</param>
/// <param name="PromptSeconds">Seconds until an unanswered prompt means no.</param>
/// <param name="MaxFileBytes">Largest file, each way, unless <see cref="Files"/> says less.</param>
public sealed record SessionPolicy(
    ImmutableSortedDictionary<Capability, int> MaxMinutes,
    int PresenceMinutes,
    int GraceSeconds,
    int PromptSeconds,
    long MaxFileBytes)
{
    /// <summary>No site and no vendor may let a lost link live longer than this.</summary>
    public const int MaxGraceSeconds = 30;

    /// <summary>What a capability that moves files may move; absent means that only <see cref="MaxFileBytes"/> limits it.</summary>
    public ImmutableSortedDictionary<Capability, FileLimits> Files { get; init; } = ImmutableSortedDictionary<Capability, FileLimits>.Empty;

    /// <summary>What holds when nobody tightened anything.</summary>
    public static SessionPolicy Default { get; } = new(
        Capabilities.All.ToImmutableSortedDictionary(c => c, _ => 20),
        PresenceMinutes: 10,
        GraceSeconds: 20,
        PromptSeconds: 60,
        MaxFileBytes: 256L << 20);

    /// <summary>True when the capability may be asked for at all.</summary>
    public bool Allows(Capability capability) => MaxMinutes.GetValueOrDefault(capability) > 0;

    /// <summary>All that limits the files of one capability.</summary>
    public FileLimits FilesOf(Capability capability) => Files.GetValueOrDefault(capability, FileLimits.Any) switch
    {
        var limits => limits with { MaxBytes = Math.Min(limits.MaxBytes, MaxFileBytes) },
    };

    /// <summary>The stricter of both in every respect.</summary>
    public SessionPolicy Tighten(SessionPolicy other) => new(
        MaxMinutes.Where(p => other.MaxMinutes.ContainsKey(p.Key))
            .ToImmutableSortedDictionary(p => p.Key, p => Math.Min(p.Value, other.MaxMinutes[p.Key])),
        Math.Min(PresenceMinutes, other.PresenceMinutes),
        Math.Min(Math.Min(GraceSeconds, other.GraceSeconds), MaxGraceSeconds),
        Math.Min(PromptSeconds, other.PromptSeconds),
        Math.Min(MaxFileBytes, other.MaxFileBytes))
    {
        Files = Files.Keys.Union(other.Files.Keys).ToImmutableSortedDictionary(
            c => c, c => Files.GetValueOrDefault(c, FileLimits.Any).Tighten(other.Files.GetValueOrDefault(c, FileLimits.Any))),
    };
}
