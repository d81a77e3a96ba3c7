namespace Orchestrator.Actors.Plugins;

/// <summary>One run of one plugin, from its start to its disposal. The faces implement it over their plugin hosting; what it throws is the host's own exception.</summary>
public interface IPluginGeneration : IAsyncDisposable
{
    /// <summary>Loads and starts it. A throw means that it can't run now.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Returns while it is sound; throws when it isn't. Never called twice at once.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}

/// <summary>How often and how fast a failing plugin is started again.</summary>
/// <param name="FirstWait">Wait before the first new start; doubles with each.</param>
/// <param name="LongestWait">Upper bound of the wait.</param>
/// <param name="Limit">New starts until the host gives up.</param>
/// <param name="SoundFor">A generation that lasts so long starts the count again.</param>
/// <param name="CheckEvery">Time between two looks at a running generation.</param>
public sealed record PluginRestarts(TimeSpan FirstWait, TimeSpan LongestWait, int Limit, TimeSpan SoundFor, TimeSpan CheckEvery)
{
    /// <summary>A plugin that fails once is back within a second; one that always fails is left alone after about a minute.</summary>
    public static PluginRestarts Default { get; } = new(
        FirstWait: TimeSpan.FromSeconds(1), LongestWait: TimeSpan.FromSeconds(30), Limit: 6, SoundFor: TimeSpan.FromMinutes(5), CheckEvery: TimeSpan.FromSeconds(10));
}
