using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Plugins.Proxy.None;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>Proven links to the vendor's broker as a console has them, without the console.</summary>
internal sealed class ConsoleLines : IAsyncDisposable
{
    private readonly DirectConnector _direct = new();

    private ConsoleLines(TestVendor vendor) => Configuration = ConfigurationLoader.Load(vendor.Setup.ClientConfiguration, null);

    /// <summary>What passes on all these links, inside the outer TLS.</summary>
    public TappedTransport Tap { get; } = new();

    /// <summary>The vendor's.</summary>
    public ClientConfiguration Configuration { get; }

    /// <summary>Of all these links.</summary>
    public RsaIdentity Key => TestKeys.Technician;

    /// <summary>Starts what dialling needs.</summary>
    public static async Task<ConsoleLines> OpenAsync(TestVendor vendor)
    {
        var lines = new ConsoleLines(vendor);
        await vendor.ApproveAsync(lines.Key.Fingerprint);
        var context = new PluginContext { Time = TimeProvider.System, Log = new NoLog() };
        await lines.Tap.StartAsync(context, CancellationToken.None);
        await lines._direct.StartAsync(context, CancellationToken.None);
        return lines;
    }

    /// <summary>A new link.</summary>
    public Task<LinkConnection> DialAsync(CancellationToken cancellationToken) => DialAsync(() => [Tap], () => [_direct], cancellationToken);

    /// <summary>A new link through other plugins.</summary>
    public Task<LinkConnection> DialAsync(Func<IEnumerable<ITransport>> transports, Func<IEnumerable<IProxyConnector>> connectors, CancellationToken cancellationToken)
    {
        var dialer = new Dialer(DialerOptions.From(Configuration), transports, connectors, TimeProvider.System);
        return new BrokerConnector(dialer, EndpointKind.Console, Key, Configuration, SystemRandomSource.Instance, TimeProvider.System).ConnectAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Tap.DisposeAsync();
        await _direct.DisposeAsync();
    }

    private sealed class NoLog : IPluginLog
    {
        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}
