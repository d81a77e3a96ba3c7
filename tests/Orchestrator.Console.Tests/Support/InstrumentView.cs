using Orchestrator.Domain;
using Orchestrator.Rfb;
using Orchestrator.Technicians.Pumps;

namespace Orchestrator.Technicians.Tests;

/// <summary>A view channel at work: a still screen at the instrument, the console's pumps here.</summary>
internal sealed class InstrumentView : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _sending;
    private readonly ChannelEnds _channel = new();

    public InstrumentView(Framebuffer picture, ConsolePumps? pumps = null)
    {
        Pumps = pumps ?? new ConsolePumps(_ => { });
        var gate = new FlowGate();
        gate.Open();
        _ = _channel.Run(Pumps.Create(new ChannelId(1), Capability.ViewScreen, null, 1));
        _sending = new ScreenSender(_ => new(new StillScreen(picture)), gate, new LayoutClock(), TimeProvider.System).RunAsync(_channel.Instrument, _end.Token);
    }

    public ConsolePumps Pumps { get; }

    public ShadowFramebuffer Screen => Pumps.Screen;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _channel.DisposeAsync();
        await _sending.OrFail();
        _end.Dispose();
    }
}
