using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A proxy connector as the rest of the program holds it: each tunnel is made by the generation that is active then, and stays with it to its end.</summary>
internal sealed class SlotProxy(PluginSlot slot) : IProxyConnector
{
    private static int tunnels;

    /// <inheritdoc />
    /// <exception cref="PluginFaultException">No generation is active: whoever dials says so, which is more than that nothing serves a scheme.</exception>
    public IReadOnlyList<string> Schemes
    {
        get
        {
            using var lease = slot.Lease();
            return lease.Get<IProxyConnector>().Schemes;
        }
    }

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask<ProxyResult> ConnectAsync(
        ProxyTarget target, IProxyDialer dialer, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        var lease = slot.Lease();
        try
        {
            var result = await lease.Get<IProxyConnector>().ConnectAsync(target, dialer, credentials, cancellationToken).ConfigureAwait(false);
            if (result.Tunnel is { } tunnel)
            {
                PluginMetrics.Served(lease.Generation, $"{slot.Id}/tunnel-{Interlocked.Increment(ref tunnels)}");
                return result with { Tunnel = new LeasedStream(tunnel, lease) };
            }

            lease.Dispose();
            return result;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Nothing of its own: the slots close what runs.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
