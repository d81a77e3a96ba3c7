using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>
/// Links that begin right behind the TLS handshake, because the connection agreed on a transport's own ALPN name. HTTP never sees them. The limit on
/// connections lies before TLS and counts them too; the link ends the connection when it is over.
/// </summary>
internal sealed class RawLinks(ActiveTransports transports, LinkServer links)
{
    /// <summary>Kestrel's middleware, to be put between TLS and HTTP.</summary>
    public ConnectionDelegate Before(ConnectionDelegate http) => connection =>
    {
        var agreed = connection.Features.Get<ITlsApplicationProtocolFeature>() is { } tls ? Encoding.ASCII.GetString(tls.ApplicationProtocol.Span) : "";
        return agreed is "" or OuterTls.Http ? http(connection) : ServeAsync(connection, agreed);
    };

    private async Task ServeAsync(ConnectionContext connection, string alpn)
    {
        // Gone since the handshake: the connection just ends.
        if (transports.ByAlpn(alpn) is not var (transport, name) || connection.Features.Get<ISslStreamFeature>() is not { SslStream: { } stream })
        {
            return;
        }

        // The socket says that it is closed while its last bytes may still be unread: they get a moment to be.
        using var gone = new CancellationTokenSource();
        await using var closed = connection.ConnectionClosed.Register(() => gone.CancelAfter(HostLimits.StopTimeout));
        await links.ServeAsync(name, connection.RemoteEndPoint as IPEndPoint, token => transport.AcceptAsync(stream, token), gone.Token);
    }
}
