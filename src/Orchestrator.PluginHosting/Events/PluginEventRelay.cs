using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>Hands on what happens to plugins to all who asked for it. Callable from any thread.</summary>
public sealed class PluginEventRelay : IPluginEvents
{
    private ImmutableList<Action<PluginEvent>> listeners = [];

    /// <inheritdoc />
    public void Happened(PluginEvent plugin)
    {
        foreach (var listener in listeners)
            listener(plugin);
    }

    /// <summary>Tells this one too, from now on until the result is disposed. It must not block and must not throw.</summary>
    public IDisposable Listen(Action<PluginEvent> listener)
    {
        ImmutableInterlocked.Update(ref listeners, list => list.Add(listener));
        return new Subscription(() => ImmutableInterlocked.Update(ref listeners, list => list.Remove(listener)));
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
