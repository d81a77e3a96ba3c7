using Orchestrator.Links.Channels;
using Orchestrator.Rfb;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>A channel's gate as the screen's pumps see it.</summary>
internal sealed class GateFlow(ChannelGate gate) : IFlowGate
{
    /// <inheritdoc/>
    public bool IsOpen => gate.IsOpen;

    /// <inheritdoc/>
    public CancellationToken WhileOpen => gate.WhileOpen;

    /// <inheritdoc/>
    public int Interruptions => gate.Interruptions;

    /// <inheritdoc/>
    public ValueTask<bool> WhenLinkedAsync(CancellationToken cancellationToken) => gate.WhenLinkedAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WhenOpenAsync(CancellationToken cancellationToken)
    {
        if (!await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
    }
}
