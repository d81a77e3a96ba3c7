using Orchestrator.Abstractions;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>Opened input whose events are counted where they happen. To settle means: nothing stays pressed, and the display server has taken it all.</summary>
internal sealed class WatchedInput(IInputInjector inner, PumpCounters counters) : IInputInjector
{
    /// <inheritdoc/>
    public InjectResult Inject(in InputEvent input)
    {
        counters.CountInjection();
        return inner.Inject(input);
    }

    /// <inheritdoc/>
    public void ReleaseAll() => inner.ReleaseAll();

    /// <inheritdoc/>
    public void Settle()
    {
        inner.ReleaseAll();
        inner.Settle();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
