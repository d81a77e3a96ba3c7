using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.Socks5;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.ProxyClient;

// One dial in a process of its own: Kerberos and the platform's trust read their environment when the process starts, and never again.
var order = JsonSerializer.Deserialize<Order>(await Console.In.ReadToEndAsync())!;
var asked = new Credentials(order);
var options = new DialerOptions
{
    BrokerNames = [order.Broker],
    Port = order.Port,
    Routes = RouteSettings.Only(order.Proxy, RouteOrigin.SiteFile),
    ProxyCredentials = asked,
    ExtraRoots = [X509Certificate2.CreateFromPem(order.Root).RawData],
    Resolve = _ => [IPAddress.Loopback],
};
var dialer = new Dialer(options, () => [new WebSocketTransport()], () => [new HttpConnectConnector(), new Socks5Connector()], TimeProvider.System);
Report report;
try
{
    await using var dialed = await dialer.DialAsync(CancellationToken.None);
    report = new Report("", "", dialed.Facts.ProxyScheme, asked.Prompts);
}
catch (DialException failure)
{
    report = new Report(failure.Code, failure.Message, "", asked.Prompts);
}

Console.WriteLine(JsonSerializer.Serialize(report));
