using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Encodes updates of one view channel, on a thread below normal priority, and gives them to the channel.</summary>
internal sealed class UpdateSender(GatedWriter writer, AckWindow window, ScreenEncodings encodings, ScreenCounters counters, TimeProvider time) : IDisposable
{
    private readonly RectangleEncoder encoder = new(PixelFormat.Bgrx);
    private readonly WorkerThread thread = new("screen encoder", ThreadPriority.BelowNormal);

    /// <summary>Sends one update; returns how long the encoder worked.</summary>
    /// <param name="layout">To be announced first; null when the receiver knows it.</param>
    /// <param name="layoutVersion">As the console will name it in its input.</param>
    /// <param name="cursor">To be sent; null when the receiver has it.</param>
    /// <param name="plan">What to copy and to draw.</param>
    /// <param name="picture">Pixels; not touched by anyone until this returns.</param>
    /// <param name="cancellationToken">Ends the channel: an update is never left half sent on one that lives.</param>
    public async ValueTask<TimeSpan> SendAsync(
        ScreenLayout? layout, uint layoutVersion, CursorPicture? cursor, UpdatePlan plan, Framebuffer picture, CancellationToken cancellationToken)
    {
        counters.CountUpdate();
        var rectangles = plan.Rectangles + (layout is null ? 0 : 1) + (cursor is null ? 0 : 1);
        MessageWriter.Write(writer.Buffer, new InstrumentMessage.Update(window.Take(), layoutVersion, rectangles));
        if (layout is not null)
            WireLayout.Write(writer.Buffer, layout);
        if (cursor is not null)
            encoder.WriteCursor(writer.Buffer, cursor);
        foreach (var move in plan.Moves)
            RectangleEncoder.WriteCopy(writer.Buffer, move.To, move.FromX, move.FromY);

        var busy = TimeSpan.Zero;
        foreach (var area in plan.Pixels)
        {
            busy += await thread.RunAsync(() => Encode(picture, area)).ConfigureAwait(false);
            if (writer.Buffer.WrittenCount >= RfbLimits.MaxSliceBytes)
                await writer.DrainAsync(cancellationToken).ConfigureAwait(false);
        }

        await writer.DrainAsync(cancellationToken).ConfigureAwait(false);
        return busy;
    }

    /// <summary>Says whether there is a picture.</summary>
    public ValueTask SendStatusAsync(ScreenStatus status, CancellationToken cancellationToken)
    {
        MessageWriter.Write(writer.Buffer, new InstrumentMessage.Status(status));
        return writer.DrainAsync(cancellationToken);
    }

    /// <summary>Runs a step of planning on the encoder's thread; returns how long it took.</summary>
    public Task<TimeSpan> WorkAsync(Action step) => thread.RunAsync(() =>
    {
        var start = time.GetTimestamp();
        step();
        return time.GetElapsedTime(start);
    });

    public void Dispose()
    {
        thread.Dispose();
        encoder.Dispose();
    }

    private TimeSpan Encode(Framebuffer picture, PixelRect area)
    {
        var start = time.GetTimestamp();
        encoder.WritePixels(writer.Buffer, picture, area, encodings);
        return time.GetElapsedTime(start);
    }
}
