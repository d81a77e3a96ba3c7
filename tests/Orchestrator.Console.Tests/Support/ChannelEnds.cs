using System.IO.Pipelines;
using Orchestrator.Actors.Channels;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;

namespace Orchestrator.Technicians.Tests;

/// <summary>One channel in memory: a console's pump at the near end, the test as the instrument at the far one.</summary>
internal sealed class ChannelEnds : IAsyncDisposable
{
    private readonly DuplexPipePair _pipes = new();
    private readonly CancellationTokenSource _cut = new();

    public ChannelGate Gate { get; } = new(TimeProvider.System);

    public IDuplexPipe Instrument => _pipes.Far;

    public Task<PumpEnd> Run(IChannelPump pump, bool isOpen = true)
    {
        if (isOpen)
        {
            Gate.Release(HoldReason.Session);
        }

        return pump.RunAsync(_pipes.Near, Gate, _cut.Token);
    }

    /// <summary>As the channel's actor cuts it.</summary>
    public void Cut()
    {
        Gate.Close();
        _cut.Cancel();
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }
}
