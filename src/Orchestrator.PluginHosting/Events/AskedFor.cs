using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>Who asks for something to be done to a plugin at this moment, so that a record of what is done says so. Callable from any thread.</summary>
/// <typeparam name="TWho">Who asks.</typeparam>
public sealed class AskedFor<TWho>
    where TWho : class
{
    private ImmutableList<(string Plugin, TWho Who)> asking = [];

    /// <summary>Until the result is disposed, what is done to this plugin is done because somebody asked.</summary>
    public IDisposable Asked(string plugin, TWho who)
    {
        ImmutableInterlocked.Update(ref asking, list => list.Add((plugin, who)));
        return new Question(() => ImmutableInterlocked.Update(ref asking, list => list.Remove((plugin, who))));
    }

    /// <summary>Who asked first of those that still wait for their answer: commands take turns in that order. Null when it comes by itself.</summary>
    public TWho? By(string plugin) => asking.Find(one => one.Plugin == plugin).Who;

    private sealed class Question(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
