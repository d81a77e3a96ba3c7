using Autofac;
using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Transport.WebSocket;

namespace Orchestrator.Broker.Hosting;

/// <summary>The transports that the broker has without a plugin folder, each behind its gateway like any other plugin.</summary>
internal sealed class CompiledInTransports : IAsyncDisposable
{
    private readonly IContainer _container = new ContainerBuilder().Build();
    private readonly List<PluginScope> _scopes = [];

    private CompiledInTransports()
    {
    }

    /// <summary>Started, in the order of their rank.</summary>
    public IReadOnlyList<ITransport> Transports => [.. _scopes.Select(s => s.Get<ITransport>()).OrderBy(t => t.Traits.Rank)];

    /// <exception cref="PluginRefusedException">One can't be started.</exception>
    public static async Task<CompiledInTransports> StartAsync(TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var source = new CompiledInPluginSource(
            new CompiledInPlugin(PluginManifest.CompiledIn($"transport.{WebSocketTransport.Name}", PluginKind.Transport, new Version(1, 0, 0)), () => new WebSocketTransport()));
        var started = new CompiledInTransports();
        try
        {
            foreach (var entry in PluginCatalog.Read(PluginHostKind.Broker, source).All(PluginKind.Transport))
            {
                var log = new HostPluginLog(entry.Manifest.ToString(), logs.CreateLogger("Orchestrator.Plugins"));
                started._scopes.Add(await PluginScope.OpenAsync(started._container, entry, new PluginContext { Time = time, Log = log }, cancellationToken));
            }

            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var scope in _scopes)
        {
            await scope.DisposeAsync();
        }

        await _container.DisposeAsync();
    }
}
