using System.Net;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Testbed.Play.Vendor;

/// <summary>A broker that serves, in this process or in one of its own.</summary>
/// <param name="Host">Disposal stops it.</param>
/// <param name="Listens">Where it listens.</param>
/// <param name="Technician">The technician's network: the vendor's name leads to the broker.</param>
public sealed record ServingBroker(IAsyncDisposable Host, IPEndPoint Listens, INetwork Technician);
