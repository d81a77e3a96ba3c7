using System.Net.Sockets;
using System.Text;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.SimulatedNetwork.Network;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>An HTTP proxy that knows CONNECT alone, with the manners of the program that a scenario names.</summary>
internal sealed class HttpProxy(ProxySetup setup, Internet internet)
{
    private readonly ProxyDoor _door = new(setup);

    /// <summary>Answers requests on one connection until one becomes a tunnel or the connection ends.</summary>
    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        var visitor = _door.Enter();
        while (await HttpText.ReadHeadAsync(stream, cancellationToken) is { Length: > 0 } head)
        {
            var words = head.Split(' ', 3);
            if (words is not ["CONNECT", var target, ..] || target.Split(':') is not [var host, var portText] || !int.TryParse(portText, out var port))
            {
                await SayAsync(stream, HttpText.Answer(400, "Bad Request", Page("This proxy only makes tunnels.")), cancellationToken);
                return;
            }

            if (visitor.Ask(HttpText.Header(head, "Proxy-Authorization")) is { } refusal)
            {
                await SayAsync(stream, refusal.Text, cancellationToken);
                if (refusal.Ends)
                    return;
                continue;
            }

            await TunnelAsync(stream, host, port, cancellationToken);
            return;
        }
    }

    private async Task TunnelAsync(Stream stream, string host, int port, CancellationToken cancellationToken)
    {
        if (setup.Denies && host == SiteNames.Broker)
        {
            await SayAsync(stream, HttpText.Answer(403, "Forbidden", Page("Access denied.")), cancellationToken);
            return;
        }

        Stream inner;
        try
        {
            inner = internet.Connect(host, port);
        }
        catch (SocketException problem)
        {
            var status = problem.SocketErrorCode == SocketError.HostNotFound ? 503 : 502;
            await SayAsync(stream, HttpText.Answer(status, "Service Unavailable", Page("The host can't be reached.")), cancellationToken);
            return;
        }

        await using (inner)
        {
            await SayAsync(stream, "HTTP/1.1 200 Connection established\r\n\r\n", cancellationToken);
            var idle = setup.CutsIdleAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            await Relay.RunAsync(stream, inner, idle, internet.Time, cancellationToken);
        }
    }

    private static async Task SayAsync(Stream stream, string text, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private static string Page(string text) => $"<html><head><title>ERROR</title></head><body>{text}</body></html>";
}
