using System.Collections.Immutable;
using Orchestrator.Broker.Settings;

namespace Orchestrator.Broker.Sinks;

/// <summary>
/// How far each audit sink has come, and the gate before everything that rests on a record: a required sink that doesn't confirm in time
/// makes the append fail. Callable from any thread.
/// </summary>
internal sealed class AuditSinks(IEnumerable<AuditSinkSetting> settings, TimeProvider time)
{
    /// <summary>A sink's own budget, once more for the way there.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private ImmutableList<SinkProgress> _all = [.. settings.Select(setting => new SinkProgress(setting))];
    private volatile bool _isInForce;

    /// <summary>Those of the settings in their order, then those that were added.</summary>
    public ImmutableList<SinkProgress> All => Volatile.Read(ref _all);

    /// <summary>From now on required sinks count. Before that nobody serves, and what was appended is caught up.</summary>
    public void Begin() => _isInForce = true;

    /// <summary>The sinks close: what comes now they get at the next start.</summary>
    public void End() => _isInForce = false;

    /// <summary>A sink's entry; null when it has none.</summary>
    public SinkProgress? Find(string plugin) => All.Find(sink => sink.Setting.Plugin == plugin);

    /// <summary>One more, until the broker ends. The caller asks <see cref="Find"/> first.</summary>
    public SinkProgress Add(AuditSinkSetting setting)
    {
        var added = new SinkProgress(setting, isNew: true);
        ImmutableInterlocked.Update(ref _all, all => all.Add(added));
        return added;
    }

    /// <summary>One less, until the broker ends. Never a required one.</summary>
    public void Remove(string plugin) => ImmutableInterlocked.Update(ref _all, all => all.RemoveAll(sink => sink.Setting.Plugin == plugin && !sink.IsRequired));

    /// <summary>Wakes every sink: there is something new.</summary>
    public void Wake()
    {
        foreach (var sink in All)
        {
            sink.Wake();
        }
    }

    /// <summary>Waits until the required ones have every record below a sequence number.</summary>
    /// <exception cref="TimeoutException">One hasn't; the sentence names it.</exception>
    public async Task ConfirmAsync(long next, CancellationToken cancellationToken)
    {
        if (!_isInForce)
        {
            return;
        }

        foreach (var sink in All.Where(sink => sink.Counts))
        {
            try
            {
                await sink.ReachedAsync(next).WaitAsync(Budget, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"The required audit sink {sink.Setting.Plugin} didn't confirm record {next - 1} within {Budget.TotalSeconds:0} s.");
            }
        }
    }
}
