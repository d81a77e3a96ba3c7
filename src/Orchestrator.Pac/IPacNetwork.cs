using System.Net;

namespace Orchestrator.Pac;

/// <summary>What a script may learn about the network: the host's answers, never a connection.</summary>
public interface IPacNetwork
{
    /// <summary>Addresses of a name; none when it has none. Called from another thread than the script's, within <see cref="PacLimits.Lookup"/>.</summary>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken);

    /// <summary>This computer's address, as others see it; null when it has none.</summary>
    IPAddress? OwnAddress { get; }
}
