namespace Orchestrator.Abstractions;

/// <summary>
/// What every plugin is. An assembly has exactly one public type that implements one of the kinds
/// (<see cref="ICapture"/>, <see cref="ITransport"/>, <see cref="IProxyConnector"/>, <see cref="IAuditSink"/>),
/// with an empty constructor and no static state.
/// </summary>
/// <remarks>
/// The host never calls one opened object from two threads at once unless the member says so. Every async member takes its
/// token last and ends within its budget after cancellation; the host stops waiting then. Expected failures are results;
/// whatever is thrown becomes a fault of the plugin.
/// </remarks>
public interface IPlugin : IAsyncDisposable
{
    /// <summary>Parses the settings and tests itself. Budget: 5 s. A throw refuses the plugin.</summary>
    /// <param name="context">Everything that the host lends; valid until disposal.</param>
    /// <param name="cancellationToken">Cancelled when the budget is over.</param>
    ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken);
}
