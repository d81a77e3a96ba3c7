namespace Orchestrator.Rfb;

/// <summary>
/// One ordinary RFB connection of a local viewer, over any stream: 3.3, 3.7 or 3.8, any pixel format. What it shows comes from the shadow, what it
/// sends goes on parsed; no byte passes through. Reader and updater are two loops.
/// </summary>
/// <param name="stream">The connection; the caller closes it.</param>
/// <param name="shadow">The screen. The viewer waits for the first picture.</param>
/// <param name="input">Takes pointer, keys and cut text.</param>
/// <param name="options">What is offered.</param>
/// <param name="time">The only clock.</param>
/// <param name="counters">Of the server that it belongs to; null for its own.</param>
public sealed class ViewerSession(
    Stream stream, ShadowFramebuffer shadow, IViewerInput input, ViewerOptions options, TimeProvider time, ViewerCounters? counters = null)
{
    private readonly ViewerWishes wishes = new();

    /// <summary>Text for the viewer's clipboard, in Latin-1 as RFB has it.</summary>
    public void SendCutText(string text) => wishes.SendCutText(text);

    /// <summary>Runs until the viewer goes, or the token ends it. Once for each object. Never throws for what the viewer did.</summary>
    /// <param name="cancellationToken">Ends the session.</param>
    /// <param name="authenticated">Called once the password was right, or none was needed.</param>
    public async Task<ViewerEnd> RunAsync(CancellationToken cancellationToken, Action? authenticated = null)
    {
        try
        {
            return await ServeAsync(authenticated, cancellationToken).ConfigureAwait(false);
        }
        catch (RfbException fault) when (fault.Fault != RfbFault.Truncated)
        {
            return ViewerEnd.ProtocolFault;
        }
        catch (Exception ended) when (ended is RfbException or IOException or ObjectDisposedException)
        {
            return cancellationToken.IsCancellationRequested ? ViewerEnd.Cancelled : ViewerEnd.Closed;
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? ViewerEnd.Cancelled : ViewerEnd.ProtocolFault;
        }
    }

    private async Task<ViewerEnd> ServeAsync(Action? authenticated, CancellationToken cancellationToken)
    {
        var wire = new ViewerWire(stream);
        var handshake = new ViewerHandshake(wire, options);
        using (var slow = new CancellationTokenSource(options.HandshakeTime, time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken))
        {
            if (!await handshake.RunAsync(authenticated, either.Token).ConfigureAwait(false))
                return ViewerEnd.WrongPassword;
        }

        await shadow.UntilPictureAsync(cancellationToken).ConfigureAwait(false);
        var state = shadow.State;
        var layout = state.Layout!;
        await handshake.SendInitAsync(layout.Width, layout.Height, cancellationToken).ConfigureAwait(false);

        using var updater = new ViewerUpdater(wire, wishes, shadow, layout, options, counters ?? new ViewerCounters(), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops =
        [
            new ViewerReader(wire, wishes, shadow, input).RunAsync(end.Token),
            Task.Run(() => updater.RunAsync(end.Token), CancellationToken.None),
            WatchAsync(state.Version, end.Token),
        ];
        var first = await Task.WhenAny(loops).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
        return ViewerEnd.Closed;
    }

    /// <summary>Rings for every change since before the updater's first look, however late this starts to run.</summary>
    private async Task WatchAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            seen = (await shadow.WaitForChangeAsync(seen, cancellationToken).ConfigureAwait(false)).Version;
            wishes.Wake();
        }
    }
}
