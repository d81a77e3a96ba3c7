using System.Collections.Immutable;

namespace Orchestrator.Audit.Records;

/// <summary>What wrote the record, as it says itself: hashes of a program by that program are claims.</summary>
public sealed record RecordSoftware
{
    /// <summary>Program and version.</summary>
    public string? Version { get; init; }

    /// <summary>SHA-256 of the executable, as claimed.</summary>
    public string? Executable { get; init; }

    /// <summary>SHA-256 of the policy in force.</summary>
    public string? Policy { get; init; }

    /// <summary>SHA-256 of the signed configuration.</summary>
    public string? Configuration { get; init; }

    /// <summary>SHA-256 of the site file; null without one.</summary>
    public string? SiteFile { get; init; }

    /// <summary>Cryptographic providers that served, for example <c>rsa=platform</c>.</summary>
    public string? Cryptography { get; init; }

    /// <summary>Plugins in use.</summary>
    public ImmutableArray<RecordPlugin> Plugins { get; init; } = [];

    /// <inheritdoc />
    public bool Equals(RecordSoftware? other) =>
        other is not null && (Version, Executable, Policy, Configuration, SiteFile, Cryptography)
            == (other.Version, other.Executable, other.Policy, other.Configuration, other.SiteFile, other.Cryptography)
            && Plugins.SequenceEqual(other.Plugins);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Version, Executable, Policy, Configuration, SiteFile, Plugins.Length);
}

/// <summary>One plugin.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">SHA-256 of its files; null when it is compiled in.</param>
public sealed record RecordPlugin(string Id, string Version, string? Hash);
