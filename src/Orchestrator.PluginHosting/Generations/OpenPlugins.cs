using System.Collections.Immutable;
using Autofac;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>The plugins that one program has open: each in a scope of its own below one container, closed together, the last one first.</summary>
/// <param name="catalog">What may be opened.</param>
/// <param name="time">Lent to each plugin.</param>
/// <param name="log">Makes the log of one plugin; null where the program has no place for a plugin's lines.</param>
public sealed class OpenPlugins(PluginCatalog catalog, TimeProvider time, Func<PluginManifest, IPluginLog>? log = null) : IAsyncDisposable
{
    private readonly IContainer _root = new ContainerBuilder().Build();
    private readonly List<PluginScope> _scopes = [];

    /// <summary>What was listed.</summary>
    public PluginCatalog Catalog => catalog;

    /// <summary>What is open, in the order of opening.</summary>
    public ImmutableArray<PluginManifest> Manifests => [.. _scopes.Select(scope => scope.Manifest)];

    /// <summary>Opens the highest version of one plugin.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="settings">Its settings, UTF-8 JSON; empty for its defaults.</param>
    /// <param name="dataDirectory">Folder that it may write to; empty for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PluginRefusedException">There is none, or it can't be opened.</exception>
    public async Task<T> OpenAsync<T>(PluginKind kind, string id, ReadOnlyMemory<byte> settings = default, string dataDirectory = "", CancellationToken cancellationToken = default)
        where T : class, IPlugin
    {
        var scope = await OpenScopeAsync(catalog.Find(kind, id), settings, dataDirectory, cancellationToken).ConfigureAwait(false);
        _scopes.Add(scope);
        return scope.Get<T>();
    }

    /// <summary>Opens the highest version of each plugin of one kind, with its defaults.</summary>
    /// <exception cref="PluginRefusedException">One can't be opened.</exception>
    public async Task<ImmutableArray<T>> OpenAllAsync<T>(PluginKind kind, CancellationToken cancellationToken)
        where T : class, IPlugin
    {
        var opened = ImmutableArray.CreateBuilder<T>();
        foreach (var entry in catalog.All(kind))
            opened.Add(await OpenAsync<T>(kind, entry.Manifest.Id, cancellationToken: cancellationToken).ConfigureAwait(false));
        return opened.ToImmutable();
    }

    /// <summary>Opens a plugin whose scope the caller closes, before this object.</summary>
    /// <exception cref="PluginRefusedException">It can't be opened.</exception>
    public Task<PluginScope> OpenScopeAsync(PluginEntry entry, ReadOnlyMemory<byte> settings, string dataDirectory, CancellationToken cancellationToken)
    {
        var context = new PluginContext { Settings = settings, DataDirectory = dataDirectory, Time = time, Log = log?.Invoke(entry.Manifest) ?? SilentPluginLog.Instance };
        return PluginScope.OpenAsync(_root, entry, context, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var scope in Enumerable.Reverse(_scopes))
            await scope.DisposeAsync().ConfigureAwait(false);
        await _root.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Where a terminal belongs to a face there is no place for a plugin's lines: what matters comes back as a failure with a sentence.</summary>
    private sealed class SilentPluginLog : IPluginLog
    {
        public static SilentPluginLog Instance { get; } = new();

        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}
