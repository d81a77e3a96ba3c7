using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginHosting;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>Listens to the plugins' meter: which generation served which channel, and what leaked.</summary>
internal sealed class ServedChannels : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Plugin, string Channel), ConcurrentDictionary<int, long>> _served = new();
    private TaskCompletionSource _more = New();
    private long _leaks;

    public ServedChannels()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PluginMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Take);
        _listener.Start();
    }

    /// <summary>Generations that stayed in memory.</summary>
    public long Leaks => Interlocked.Read(ref _leaks);

    /// <summary>The generations that served the only channel of a plugin whose name begins so.</summary>
    public IReadOnlyList<int> OfOnly(string plugin, string channels) =>
        [.. Assert.Single(_served, one => one.Key.Plugin == plugin && one.Key.Channel.StartsWith(channels, StringComparison.Ordinal)).Value.Keys.Order()];

    /// <summary>Every generation of a plugin that served any channel whose name begins so.</summary>
    public IReadOnlyList<int> OfAll(string plugin, string channels) =>
        [.. _served.Where(one => one.Key.Plugin == plugin && one.Key.Channel.StartsWith(channels, StringComparison.Ordinal)).SelectMany(one => one.Value.Keys).Distinct().Order()];

    /// <summary>Waits until a generation served a channel whose name begins so.</summary>
    public async Task UntilServedAsync(string plugin, string channels, int generation)
    {
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        while (true)
        {
            var more = Volatile.Read(ref _more).Task;
            if (OfAll(plugin, channels).Contains(generation))
            {
                return;
            }

            await more.WaitAsync(limit.Token);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(Instrument instrument, long amount, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == "orchestrator.plugin.leaks")
        {
            Interlocked.Add(ref _leaks, amount);
        }

        if (instrument.Name != "orchestrator.plugin.served")
        {
            return;
        }

        var (plugin, generation, channel) = ("", 0, "");
        foreach (var tag in tags)
        {
            switch (tag.Key)
            {
                case "plugin": plugin = (string)tag.Value!; break;
                case "generation": generation = (int)tag.Value!; break;
                case "channel": channel = (string)tag.Value!; break;
            }
        }

        var generations = _served.GetOrAdd((plugin, channel), _ => new ConcurrentDictionary<int, long>());
        var isNew = !generations.ContainsKey(generation);
        generations.AddOrUpdate(generation, amount, (_, sum) => sum + amount);
        if (isNew)
        {
            Interlocked.Exchange(ref _more, New()).SetResult();
        }
    }
}
