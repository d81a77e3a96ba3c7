using System.IO.Pipelines;

namespace Orchestrator.Broker.Hosting;

/// <summary>A link that a transport has accepted: ordered bytes of somebody who hasn't proven anything yet.</summary>
/// <param name="Pipe">Read what the peer sent, write what it is to get. Complete both ends to close the link in order.</param>
/// <param name="RemoteAddress">Address and port as seen here; of the site's firewall or proxy, as a rule.</param>
/// <param name="Transport">Short name of the transport, for the log.</param>
/// <param name="Closed">Cancelled when the link is gone or the broker stops.</param>
public sealed record AcceptedLink(IDuplexPipe Pipe, string RemoteAddress, string Transport, CancellationToken Closed);
