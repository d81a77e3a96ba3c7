using System.Collections.Concurrent;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Routing.Pac;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// What the dials of one run know from those before: which credentials a proxy refused, what a person typed, which way worked, and the PAC file. Lives in
/// memory alone. Disposal forgets what was typed.
/// </summary>
public sealed class DialMemory : IDisposable
{
    private readonly ConcurrentDictionary<string, PacRoutes> pacFiles = new(StringComparer.Ordinal);

    internal CredentialMemory Refused { get; } = new();

    internal RouteMemory Routes { get; } = new();

    internal TypedLogins Typed { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Typed.Dispose();
        foreach (var file in pacFiles.Values)
            file.Dispose();
    }

    internal PacRoutes PacFile(PacLocation place, Func<PacRoutes> create) => pacFiles.GetOrAdd(place.ToString(), _ => create());
}
