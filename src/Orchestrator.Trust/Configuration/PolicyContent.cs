using System.Text.Json.Serialization;

namespace Orchestrator.Trust.Configuration;

/// <summary>The vendor's policy as it stands in the file; a site may tighten it.</summary>
public sealed record PolicyContent
{
    /// <summary>Capability name → longest grant in minutes; a capability that is absent isn't allowed.</summary>
    [JsonRequired]
    public required IReadOnlyDictionary<string, int> MaxMinutes { get; init; }

    /// <summary>"typed".</summary>
    [JsonRequired]
    public required string Sas { get; init; }

    [JsonRequired]
    public required int PresenceMinutes { get; init; }

    /// <summary>At most 30.</summary>
    [JsonRequired]
    public required int GraceSeconds { get; init; }

    [JsonRequired]
    public required int PromptSeconds { get; init; }

    [JsonRequired]
    public required long MaxFileBytes { get; init; }
}
