using System.Net;

namespace Orchestrator.Links.Routing;

/// <summary>What this computer knows of the network that it is in, without asking anybody.</summary>
public interface ILocalNetwork
{
    /// <summary>The same text as long as the computer is in the same network; never shown and never sent.</summary>
    string Signature { get; }

    /// <summary>The address that PAC files get from <c>myIpAddress</c>; null when there is none.</summary>
    IPAddress? Address { get; }
}
