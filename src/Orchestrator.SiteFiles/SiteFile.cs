using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Links.Routing;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.SiteFiles;

/// <summary>
/// The customer's own settings for this instrument PC, written by the customer's IT. It may name the instrument, the site's proxy and further folders for
/// files, and it may tighten; it can't name a server, a root or a key, and it can't widen anything.
/// </summary>
public sealed record SiteFile
{
    /// <summary>Nothing said.</summary>
    public static SiteFile None { get; } = new();

    /// <summary>Instrument name; empty: the computer's name.</summary>
    public string InstrumentName { get; init; } = "";

    /// <summary>Serial number; empty when unknown.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Site; empty when unknown.</summary>
    public string Site { get; init; } = "";

    /// <summary>What it says about the way out; null: nothing.</summary>
    public RouteSettings? Routes { get; init; }

    /// <summary>The site's account at the proxy; null when there is none.</summary>
    public SiteProxyCredentials? ProxyCredentials { get; init; }

    /// <summary>Basic may go over a connection without TLS to the proxy.</summary>
    public bool BasicWithoutTls { get; init; }

    /// <summary>The site's own witness; null when it has none.</summary>
    public SiteWitness? Witness { get; init; }

    /// <summary>What becomes of a connection that the site's network reads; null: what the vendor's configuration says.</summary>
    public InterceptionRule? TlsInterception { get; init; }

    /// <summary>Folders in which files may come and go; when there are any, only these.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>Logs of runs are kept at least so long where the site says nothing: ten years.</summary>
    public const int DefaultRetentionDays = 3650;

    /// <summary>Days for which logs of runs are kept at least; null: <see cref="DefaultRetentionDays"/>.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>The limits that it tightens; a capability with 0 minutes isn't allowed.</summary>
    public SiteLimits Limits { get; init; } = new();

    /// <summary>SHA-256 of the file's bytes, lower-case hex; empty without a file.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The stricter of both in every respect.</summary>
    public SessionPolicy Tighten(SessionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var minutes = policy.MaxMinutes
            .Select(pair => KeyValuePair.Create(pair.Key, Math.Min(pair.Value, Limits.Minutes.GetValueOrDefault(pair.Key, int.MaxValue))))
            .Where(pair => pair.Value > 0)
            .ToImmutableSortedDictionary();
        return policy.Tighten(new SessionPolicy(
            minutes,
            Limits.PresenceMinutes ?? int.MaxValue,
            Limits.GraceSeconds ?? int.MaxValue,
            Limits.PromptSeconds ?? int.MaxValue,
            Limits.MaxFileBytes ?? long.MaxValue));
    }
}

/// <summary>What a site file says about limits; null: nothing.</summary>
public sealed record SiteLimits
{
    /// <summary>Longest grant for each capability that it names; 0 forbids it.</summary>
    public ImmutableDictionary<Capability, int> Minutes { get; init; } = ImmutableDictionary<Capability, int>.Empty;

    /// <summary>Minutes without local input until the operator counts as away.</summary>
    public int? PresenceMinutes { get; init; }

    /// <summary>Seconds until an unanswered prompt means no.</summary>
    public int? PromptSeconds { get; init; }

    /// <summary>Seconds that a lost link may take to come back.</summary>
    public int? GraceSeconds { get; init; }

    /// <summary>Largest file, bytes.</summary>
    public long? MaxFileBytes { get; init; }
}

/// <summary>The site's account at its proxy.</summary>
/// <param name="User">User name.</param>
/// <param name="Password">Never shown or logged.</param>
/// <param name="BasicInClear">Basic may be used without TLS to the proxy.</param>
public sealed record SiteProxyCredentials(string User, string Password, bool BasicInClear)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"SiteProxyCredentials {{ User = {User} }}";
}
