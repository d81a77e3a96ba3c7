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

    private volatile bool _isInForce;

    /// <summary>One for each setting, in their order.</summary>
    public ImmutableArray<SinkProgress> All { get; } = [.. settings.Select(setting => new SinkProgress(setting))];

    /// <summary>From now on required sinks count. Before that nobody serves, and what was appended is caught up.</summary>
    public void Begin() => _isInForce = true;

    /// <summary>The sinks close: what comes now they get at the next start.</summary>
    public void End() => _isInForce = false;

    /// <summary>Wakes every sink, and waits until the required ones have every record below a sequence number.</summary>
    /// <exception cref="TimeoutException">One hasn't; the sentence names it.</exception>
    public async Task ConfirmAsync(long next, CancellationToken cancellationToken)
    {
        foreach (var sink in All)
        {
            sink.Wake();
        }

        if (!_isInForce)
        {
            return;
        }

        foreach (var sink in All.Where(sink => sink.Setting.IsRequired))
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
