using System.Net;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Witnesses.Running;

/// <summary>What a running witness is started with.</summary>
public sealed record WitnessRunOptions
{
    /// <summary>The folder that <c>keys</c> made.</summary>
    public required string Folder { get; init; }

    /// <summary>The vendor's signed configuration.</summary>
    public required string Configuration { get; init; }

    /// <summary>The root that this build trusts; null in a development build.</summary>
    public KeyFingerprint? CompiledRoot { get; init; }

    /// <summary>The customer's site file; null: its usual place, where it may be absent.</summary>
    public string? SiteFile { get; init; }

    /// <summary>The site's secret; null: the folder's own.</summary>
    public string? SecretFile { get; init; }

    /// <summary>True: every run that its own key bound is cosigned, also one that the vendor made up.</summary>
    public bool WithoutSecret { get; init; }

    /// <summary>Replaces the platform's name resolution in tests and demonstrations.</summary>
    public Func<string, IPAddress[]>? Resolve { get; init; }

    /// <summary>The only clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
