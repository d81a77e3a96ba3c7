using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>The host's stand-in for a plugin: same interface, each call through the gateway. Disposal forgets the plugin.</summary>
internal abstract class GuardedPlugin<T>(T plugin, PluginGateway gateway) : IPlugin, ISelfTest
    where T : class, IPlugin
{
    private T? plugin = plugin;

    /// <summary>Where calls pass.</summary>
    protected PluginGateway Gateway { get; } = gateway;

    /// <summary>The plugin, while its generation lasts.</summary>
    protected T Plugin => plugin ?? throw Gateway.Closed(typeof(T).Name);

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) =>
        Gateway.CallAsync(nameof(StartAsync), PluginBudgets.Start, token => Plugin.StartAsync(context, token), cancellationToken);

    /// <summary>Passes where the plugin has no test of itself.</summary>
    public async ValueTask<SelfTestResult> TestAsync(CancellationToken cancellationToken) =>
        Plugin is not ISelfTest test
            ? new SelfTestResult(true)
            : await Gateway.CallAsync(
                nameof(TestAsync), PluginBudgets.Start, token => test.TestAsync(token), cancellationToken, result => result is null ? "null instead of a result" : null).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref plugin, null) is { } last)
            await Gateway.DisposeAsync(last).ConfigureAwait(false);
    }
}

/// <summary>Makes the stand-in of the right kind.</summary>
internal static class Guarded
{
    /// <summary>Wraps a plugin of a kind; the plugin implements that kind's interface.</summary>
    public static IPlugin Wrap(PluginKind kind, IPlugin plugin, PluginGateway gateway) => kind switch
    {
        PluginKind.Capture => new GuardedCapture((ICapture)plugin, gateway),
        PluginKind.Transport => new GuardedTransport((ITransport)plugin, gateway),
        PluginKind.Proxy => new GuardedProxyConnector((IProxyConnector)plugin, gateway),
        PluginKind.Audit => new GuardedAuditSink((IAuditSink)plugin, gateway),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
