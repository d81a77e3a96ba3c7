using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Plugins.Proxy.Socks5;
using Orchestrator.Plugins.Transport.WebSocket;
using Orchestrator.Plugins.Conformance.Http;
using Orchestrator.TestSupport.Network;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Links.Tests.Dialing;

/// <summary>A broker's port on the loopback interface, with TLS under a test root and the WebSocket transport mounted; echoes.</summary>
internal sealed class DialerFixture : IAsyncDisposable
{
    public const string Name = "broker.vendor.example";
    private readonly TestAuthority authority = new("Vendor test root");
    private readonly X509Certificate2 certificate;
    private readonly WebSocketTransport transport = new();

    private readonly string name;

    public DialerFixture(string name = Name)
    {
        this.name = name;
        certificate = authority.Issue([name]);
        Server = LoopbackServer.Start(ServeAsync, certificate);
    }

    public LoopbackServer Server { get; }

    /// <summary>The root of the broker's certificate, PEM.</summary>
    public string Root => authority.RootPem;

    public DialerOptions Options => new()
    {
        BrokerNames = [name],
        Port = Server.Port,
        ExtraRoots = [authority.Root],
        Resolve = _ => [IPAddress.Loopback],
    };

    public static Dialer Dialer(DialerOptions options, params ITransport[] transports) =>
        new(options, () => transports is [] ? [new WebSocketTransport()] : transports, () => [new DirectConnector(), new HttpConnectConnector(), new Socks5Connector()], TimeProvider.System);

    /// <summary>Sends some bytes through a link and gets them back.</summary>
    public static async Task<byte[]> EchoAsync(DialedLink dialed, byte[] bytes)
    {
        var pipes = PipePair.Create();
        var running = dialed.Link.RunAsync(pipes.Lent, default).AsTask();
        var writing = pipes.Host.Output.WriteAsync(bytes).AsTask();
        var read = await pipes.Host.Input.ReadAtLeastAsync(bytes.Length);
        var back = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
        pipes.Host.Input.AdvanceTo(read.Buffer.End);
        await writing;
        await pipes.Host.Output.CompleteAsync();
        await running;
        return back;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        certificate.Dispose();
        authority.Dispose();
    }

    private async Task ServeAsync(Stream stream, CancellationToken stop)
    {
        var exchange = await StreamHttpExchange.ReadAsync(stream, stop);
        await using var link = await transport.AcceptAsync(exchange, stop);
        if (link is null)
            return;
        var pipes = PipePair.Create();
        var running = link.RunAsync(pipes.Lent, stop).AsTask();
        while (await pipes.Host.Input.ReadAsync(stop) is { Buffer.IsEmpty: false } read)
        {
            foreach (var part in read.Buffer)
                await pipes.Host.Output.WriteAsync(part, stop);
            pipes.Host.Input.AdvanceTo(read.Buffer.End);
        }

        await running;
    }
}
