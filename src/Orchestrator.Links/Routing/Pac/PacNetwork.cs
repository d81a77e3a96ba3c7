using System.Net;
using Orchestrator.Links.Dialing;
using Orchestrator.Pac;

namespace Orchestrator.Links.Routing.Pac;

/// <summary>The names and addresses that a PAC file may ask for: the dialer's own.</summary>
internal sealed class PacNetwork(INetwork network, ILocalNetwork local) : IPacNetwork
{
    /// <inheritdoc/>
    public IPAddress? OwnAddress => local.Address;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken) =>
        await network.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
}
