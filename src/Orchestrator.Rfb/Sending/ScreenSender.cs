using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>
/// The instrument's pump for one view channel: captures, encodes, paces. Nothing is captured before the console asked, while the gate isn't open, or
/// while too many updates are unacknowledged; what changes meanwhile becomes one update. After a shut gate, a new layout or a reopened screen
/// everything is sent. An unavailable screen and a failing plugin are a status, and are tried again.
/// </summary>
/// <param name="open">Opens the screen; called only while the gate is open. A <see cref="ScreenFailedException"/> is told as a failure, anything else as a screen that can't be seen now.</param>
/// <param name="gate">Of this channel.</param>
/// <param name="layouts">Shared with the <see cref="InputReceiver"/> of the same session.</param>
/// <param name="time">The only clock.</param>
/// <param name="options">How fast and in what form.</param>
/// <param name="statusChanged">Called from the pump when the screen becomes available or unavailable.</param>
public sealed class ScreenSender(
    Func<CancellationToken, ValueTask<IScreenCapture>> open,
    IFlowGate gate,
    LayoutClock layouts,
    TimeProvider time,
    ScreenSenderOptions? options = null,
    Action<ScreenStatus>? statusChanged = null)
{
    private readonly ScreenSenderOptions options = options ?? new ScreenSenderOptions();
    private readonly AckWindow window = new((options ?? new ScreenSenderOptions()).MaxUnacknowledged);
    private readonly AsyncSignal wake = new();
    private volatile bool isAsked;
    private int refreshAsked;
    private ScreenStatus? told;

    /// <summary>What was done so far.</summary>
    public ScreenCounters Counters { get; } = new();

    /// <summary>Runs until the channel ends. Once for each object; completes the channel's ends that it was given.</summary>
    public Task<PumpEnd> RunAsync(IDuplexPipe channel, CancellationToken cancellationToken) =>
        Pump.RunAsync(channel, cancellationToken, token => ReadAsync(channel.Input, token), token => SendAsync(channel.Output, token));

    private static bool TryRead(ref ReadOnlySequence<byte> input, out ConsoleMessage? message) =>
        ConsoleMessageReader.TryRead(RfbChannel.View, ref input, out message);

    private Task ReadAsync(PipeReader input, CancellationToken cancellationToken) =>
        ChannelIo.ReadAllAsync<ConsoleMessage>(input, TryRead, Handle, cancellationToken);

    private ValueTask Handle(ConsoleMessage message, CancellationToken cancellationToken)
    {
        if (message is ConsoleMessage.Ack ack)
            window.Acknowledge(ack.Update);
        if (message is ConsoleMessage.UpdateRequest request)
        {
            if (!request.Incremental)
                Interlocked.Exchange(ref refreshAsked, 1);
            isAsked = true;
        }

        wake.Set();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        using var sender = new UpdateSender(new GatedWriter(output, gate, Counters), window, options.Encodings, Counters, time);
        var retry = new Backoff(options.FirstRetry, options.MaxRetry);
        while (true)
        {
            await ReadyAsync(cancellationToken).ConfigureAwait(false);
            var updates = Counters.Updates;
            var status = await OpenAndShowAsync(sender, cancellationToken).ConfigureAwait(false);
            if (Counters.Updates > updates)
                retry.Reset();
            await TellAsync(sender, status, cancellationToken).ConfigureAwait(false);
            await Task.Delay(retry.Next(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!gate.IsOpen)
                await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false);
            else if (!isAsked || !window.IsFree)
                await wake.WaitAsync(cancellationToken).ConfigureAwait(false);
            else
                return;
        }
    }

    private async ValueTask<ScreenStatus> OpenAndShowAsync(UpdateSender sender, CancellationToken cancellationToken)
    {
        IScreenCapture capture;
        try
        {
            capture = await open(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            return problem is ScreenFailedException ? ScreenStatus.Failed : ScreenStatus.Unavailable;
        }

        try
        {
            return await ShowAsync(new CaptureGateway(capture, gate, Counters), sender, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await DisposeQuietlyAsync(capture).ConfigureAwait(false);
        }
    }

    private async ValueTask<ScreenStatus> ShowAsync(CaptureGateway capture, UpdateSender sender, CancellationToken cancellationToken)
    {
        var pacer = new FramePacer(time, options);
        CapturedScreen? screen = null;
        CursorPicture? sentCursor = null;
        CancellationToken opening = new(canceled: true);
        var everything = true;
        while (true)
        {
            await ReadyAsync(cancellationToken).ConfigureAwait(false);
            var present = gate.WhileOpen;
            everything |= opening != present | Interlocked.Exchange(ref refreshAsked, 0) == 1;
            opening = present;
            if (screen is null)
            {
                if (capture.ReadLayout() is not { } layout)
                    return ScreenStatus.Failed;
                screen = new CapturedScreen(layout, layouts.Next(), options.Encodings.HasFlag(ScreenEncodings.CopyRect));
                everything = true;
            }

            pacer.Begin();
            var wait = everything ? TimeSpan.Zero : options.CaptureWait;
            var step = await capture.LookAsync(screen.Frame, wait, opening, cancellationToken).ConfigureAwait(false);

            // Noted before the gate is asked again: a plugin tells of a picture once, and a gate that shuts now only delays it.
            screen.HasPicture |= step == CaptureStep.Changed;
            if (step == CaptureStep.LayoutChanged)
            {
                if (capture.ReadLayout() is { } next && next.Version == screen.Layout.Version)
                    return ScreenStatus.Failed; // it would say so for ever
                screen = null;
                await pacer.RestAfterUpdateAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (step is CaptureStep.Changed or CaptureStep.Unchanged)
            {
                var cursorStep = await capture.LookAtCursorAsync(opening, cancellationToken).ConfigureAwait(false);
                step = cursorStep is CaptureStep.Failed or CaptureStep.GateShut ? cursorStep : step;
            }

            if (step == CaptureStep.GateShut || !gate.IsOpen)
            {
                everything = true;
                continue;
            }

            if (step is CaptureStep.Unavailable or CaptureStep.Failed)
                return step == CaptureStep.Failed ? ScreenStatus.Failed : ScreenStatus.Unavailable;

            var cursor = everything || !Equals(capture.Cursor, sentCursor) ? capture.Cursor : null;
            if (step == CaptureStep.Unchanged && !(everything && screen.HasPicture) && (cursor is null || !screen.HasPicture))
            {
                await pacer.RestAfterNothingAsync(wait, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var busy = await sender.WorkAsync(() => screen.PlanUpdate(everything, step == CaptureStep.Unchanged ? [] : capture.Damage)).ConfigureAwait(false);
            if (!screen.Plan.IsEmpty || cursor is not null)
            {
                await TellAsync(sender, ScreenStatus.Available, cancellationToken).ConfigureAwait(false);
                busy += await sender.SendAsync(
                    screen.IsAnnounced ? null : screen.Layout, screen.Version, cursor, screen.Plan, screen.Frame, cancellationToken).ConfigureAwait(false);
                (screen.IsAnnounced, sentCursor) = (true, capture.Cursor);
            }

            everything = false;
            await pacer.RestAfterUpdateAsync(busy, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask TellAsync(UpdateSender sender, ScreenStatus status, CancellationToken cancellationToken)
    {
        if (told == status)
            return;
        told = status;
        statusChanged?.Invoke(status);
        await sender.SendStatusAsync(status, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask DisposeQuietlyAsync(IScreenCapture capture)
    {
        try
        {
            await capture.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A plugin that fails while it closes changes nothing: the screen is closed for us.
        }
    }
}
