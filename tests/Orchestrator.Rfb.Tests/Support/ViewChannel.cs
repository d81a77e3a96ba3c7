namespace Orchestrator.Rfb.Tests;

/// <summary>Both ends of one view channel at work: a scripted screen at the instrument, a shadow at the console.</summary>
internal sealed class ViewChannel : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Task<PumpEnd> sending;
    private readonly Task<PumpEnd> receiving;

    public ViewChannel(ScriptedScreen screen, ScreenSenderOptions? options = null, TimeProvider? time = null, bool isOpen = true)
    {
        Screen = screen;
        if (isOpen)
            Gate.Open();
        Sender = new ScreenSender(
            screen.OpenAsync, Gate, Layouts, time ?? TimeProvider.System, options ?? Fast, Statuses.Add);
        sending = Sender.RunAsync(Channel.Instrument, end.Token);
        receiving = new ScreenReceiver(Shadow).RunAsync(Channel.Console, end.Token);
    }

    /// <summary>No rests: tests decide what happens when.</summary>
    public static ScreenSenderOptions Fast { get; } = new()
    {
        MinFrameInterval = TimeSpan.Zero, CpuCeiling = 1, MaxIdlePoll = TimeSpan.Zero, FirstRetry = TimeSpan.FromMilliseconds(1),
    };

    public ScriptedScreen Screen { get; }

    public ChannelPair Channel { get; } = new();

    public FlowGate Gate { get; } = new();

    public LayoutClock Layouts { get; } = new();

    public ShadowFramebuffer Shadow { get; } = new();

    public List<ScreenStatus> Statuses { get; } = [];

    public ScreenSender Sender { get; }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        Assert.NotEqual(PumpEndKind.ProtocolFault, (await sending.OrFail()).Kind);
        Assert.NotEqual(PumpEndKind.ProtocolFault, (await receiving.OrFail()).Kind);
        end.Dispose();
    }
}
