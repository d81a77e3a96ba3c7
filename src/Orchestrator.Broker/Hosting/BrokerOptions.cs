using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;
using Orchestrator.PluginFolders;

namespace Orchestrator.Broker.Hosting;

/// <summary>What a serving broker is started with.</summary>
public sealed class BrokerOptions
{
    /// <summary>The folder that <c>init</c> made.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Address and port; port 0 takes a free one, see <see cref="BrokerHost.BoundEndPoint"/>.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The only clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where diagnostics go; nowhere by default.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Adds to the container: the session actors and what they need.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Makes, from the container, what takes each accepted link, in place of the session actors. The link is closed when the task ends.</summary>
    public Func<IServiceProvider, Func<AcceptedLink, Task>>? Links { get; init; }

    /// <summary>Folder of plugins, beside those that are compiled in; null for none.</summary>
    public PluginFolderOptions? PluginFolder { get; init; }

    /// <summary>The started transports that serve now, in place of the plugins'; asked at each connection, from many threads.</summary>
    public Func<IReadOnlyList<ITransport>>? Transports { get; init; }
}
