using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>
/// The instrument's pump for one control channel: injects pointer and keys in the order in which they came, each after the cut text that was sent
/// before it. Events that come while the gate isn't open are dropped, never kept; only a lost link lets them wait, for a moment. When the gate shuts and
/// when the channel ends, every key and button is released.
/// </summary>
/// <param name="open">Opens input; called at the first event while the gate is open.</param>
/// <param name="gate">Of this channel.</param>
/// <param name="layouts">Shared with the <see cref="ScreenSender"/>: pointer events for an older layout are dropped.</param>
/// <param name="cutTexts">Shared with the <see cref="ClipboardReceiver"/>.</param>
/// <param name="time">The only clock.</param>
public sealed class InputReceiver(
    Func<CancellationToken, ValueTask<IInputInjector>> open, IFlowGate gate, LayoutClock layouts, CutTextProgress cutTexts, TimeProvider time)
{
    /// <summary>Longest time that an event waits for its cut text; the clipboard's own budget is 2 s.</summary>
    public static readonly TimeSpan CutTextWait = TimeSpan.FromSeconds(3);

    /// <summary>Longest time that an event waits for a lost link. What would come later ends the pump: the technician saw another screen.</summary>
    public static readonly TimeSpan LinkWait = TimeSpan.FromSeconds(5);

    private volatile InjectorGateway? injector;

    /// <summary>What became of the events.</summary>
    public InputCounters Counters { get; } = new();

    /// <summary>Runs until the channel ends; all is released before it returns. Once for each object.</summary>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, CancellationToken cancellationToken)
    {
        await using var gateway = new InjectorGateway(open, gate, time);
        injector = gateway;
        try
        {
            return await Pump.RunAsync(
                channel,
                cancellationToken,
                token => ChannelIo.ReadAllAsync<ConsoleMessage>(channel.Input, TryRead, HandleAsync, token),
                ReleaseWhenShutAsync).ConfigureAwait(false);
        }
        finally
        {
            injector = null;
        }
    }

    /// <summary>Returns when the display server has taken every event injected so far; before a prompt is shown, after the gate was shut.</summary>
    public Task SettleAsync() => injector?.SettleAsync() ?? Task.CompletedTask;

    private static bool TryRead(ref ReadOnlySequence<byte> input, out ConsoleMessage? message) =>
        ConsoleMessageReader.TryRead(RfbChannel.Control, ref input, out message);

    private async ValueTask HandleAsync(ConsoleMessage message, CancellationToken cancellationToken)
    {
        var outcome = message switch
        {
            ConsoleMessage.PointerEvent pointer when pointer.Context.Layout < layouts.Current => InputOutcome.StaleLayout,
            ConsoleMessage.PointerEvent pointer =>
                await InjectAsync(InputEvent.Pointer(pointer.X, pointer.Y, pointer.Buttons), pointer.Context, cancellationToken).ConfigureAwait(false),
            ConsoleMessage.KeyEvent key =>
                await InjectAsync(InputEvent.Key(key.Keysym, key.Down, key.ScanCode), key.Context, cancellationToken).ConfigureAwait(false),
            _ => throw new RfbException(RfbFault.VerbNotAllowed, $"{message.Verb} on control"),
        };
        Counters.Count(outcome);
    }

    private async ValueTask<InputOutcome> InjectAsync(InputEvent input, InputContext context, CancellationToken cancellationToken)
    {
        var came = time.GetTimestamp();
        var interruptions = gate.Interruptions;
        while (await gate.WhenLinkedAsync(cancellationToken).ConfigureAwait(false) && interruptions == gate.Interruptions)
        {
            if (time.GetElapsedTime(came) > LinkWait)
                throw new StaleInputException();
            if (!await cutTexts.WaitAsync(context.LastCutText, CutTextWait, time, cancellationToken).ConfigureAwait(false))
                return InputOutcome.CutTextMissing;

            // What waited over a pause was meant for the screen before it.
            if (interruptions != gate.Interruptions)
                break;
            if (await injector!.InjectAsync(input, cancellationToken).ConfigureAwait(false) is var outcome && outcome != InputOutcome.GateShut)
                return outcome;
        }

        return InputOutcome.GateShut;
    }

    private async Task ReleaseWhenShutAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false);
            var shut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = gate.WhileOpen.Register(shut.SetResult);
            await shut.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            await injector!.ReleaseAllAsync().ConfigureAwait(false);
        }
    }
}
