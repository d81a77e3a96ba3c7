namespace Orchestrator.PluginHosting;

/// <summary>
/// The end of one call: its time is over, the caller takes it back, or the generation ends. The host waits on <see cref="Over"/>. The plugin is told by a
/// token of its own, on a thread of the pool: what it registered there can neither throw at whoever cancels nor hold anybody up.
/// </summary>
internal sealed class CallStop : IDisposable
{
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenSource told = new();
    private readonly GenerationMeter meter;
    private readonly CancellationTokenRegistration byCaller;
    private readonly CancellationTokenRegistration byGeneration;

    /// <summary>Begins now.</summary>
    public CallStop(TimeSpan budget, TimeProvider time, GenerationMeter meter, CancellationToken generation, CancellationToken caller)
    {
        this.meter = meter;
        over = budget == Timeout.InfiniteTimeSpan ? new CancellationTokenSource() : new CancellationTokenSource(budget, time);
        over.Token.UnsafeRegister(static stop => ((CallStop)stop!).Tell(), this);
        byCaller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), over);
        byGeneration = generation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), over);
    }

    /// <summary>For the host.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>For the plugin.</summary>
    public CancellationToken Told => told.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        byCaller.Dispose();
        byGeneration.Dispose();
        over.Dispose();
    }

    private void Tell() => ThreadPool.UnsafeQueueUserWorkItem(static stop => stop.TellNow(), this, preferLocal: false);

    private void TellNow()
    {
        using var visit = meter.Enter();
        try
        {
            told.Cancel();
        }
        catch (AggregateException)
        {
            // A plugin that fails at being told ends or hangs all the same: the call's own end says which.
        }
    }
}
