using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Sends a viewer what it asked for: one update for each request, as soon as there is something to say.</summary>
internal sealed class ViewerUpdater : IDisposable
{
    private readonly ViewerWire wire;
    private readonly ViewerWishes wishes;
    private readonly ShadowFramebuffer shadow;
    private readonly ViewerOptions options;
    private readonly ViewerCounters counters;
    private readonly TimeProvider time;
    private readonly ViewerPicture picture;
    private readonly RectangleEncoder encoder = new(PixelFormat.Bgrx);
    private ScreenLayout toldLayout;
    private CursorPicture? toldCursor;
    private ScreenEncodings allowed;

    public ViewerUpdater(
        ViewerWire wire, ViewerWishes wishes, ShadowFramebuffer shadow, ScreenLayout layout, ViewerOptions options, ViewerCounters counters, TimeProvider time)
    {
        (this.wire, this.wishes, this.shadow, this.options, this.counters, this.time) = (wire, wishes, shadow, options, counters, time);
        picture = new ViewerPicture(shadow, layout.Width, layout.Height);
        toldLayout = layout;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wish = wishes.Look();
            var state = shadow.State;
            if (wishes.TakeCutText() is { } text)
                await SendCutTextAsync(text, cancellationToken).ConfigureAwait(false);
            if (!wish.IsRequested || !HasNews(wish, state))
            {
                await wishes.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            await UpdateAsync(wish, state, cancellationToken).ConfigureAwait(false);
            if (options.MinUpdateInterval > TimeSpan.Zero)
                await Task.Delay(options.MinUpdateInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        encoder.Dispose();
        picture.Dispose();
    }

    private bool HasNews(ViewerWishes.Taken wish, ShadowState state) =>
        wish.IsEverythingAsked || wish.IsFormatNew || picture.HasUnseen || IsLayoutDue(wish, state) || IsCursorDue(wish, state);

    private bool IsLayoutDue(ViewerWishes.Taken wish, ShadowState state)
    {
        if (wish.Encodings.Contains(Encodings.ExtendedDesktopSize))
            return wish.IsEncodingsNew || wish.IsResizeRefused || state.Layout!.Version != toldLayout.Version;
        return wish.Encodings.Contains(Encodings.DesktopSize) && !picture.Fits(state.Layout!);
    }

    private bool IsCursorDue(ViewerWishes.Taken wish, ShadowState state) =>
        wish.Encodings.Contains(Encodings.Cursor) && !state.Cursor.Equals(toldCursor);

    private async ValueTask UpdateAsync(ViewerWishes.Taken wish, ShadowState state, CancellationToken cancellationToken)
    {
        var layoutDue = IsLayoutDue(wish, state);
        if (layoutDue && (wish.IsResizeRefused || !picture.Fits(state.Layout!)))
        {
            await SendLayoutAloneAsync(wish, state.Layout!, cancellationToken).ConfigureAwait(false);
            return;
        }

        var isFirstInFormat = wish.IsFormatNew;
        if (isFirstInFormat)
            TakeFormat(wish.Format);
        allowed = options.Encodings & AllowedBy(wish.Encodings);
        var cursorDue = IsCursorDue(wish, state) || (isFirstInFormat && toldCursor is not null);
        picture.Update(wish.IsEverythingAsked || isFirstInFormat, allowed.HasFlag(ScreenEncodings.CopyRect));
        wishes.Answered(wish);

        var rectangles = picture.Plan.Rectangles + (layoutDue ? 1 : 0) + (cursorDue ? 1 : 0);
        if (rectangles == 0)
        {
            // The shadow changed back: the request isn't answered yet.
            wishes.Request(incremental: true);
            return;
        }

        counters.Count(picture.Plan.Moves.Count);
        WriteHead(rectangles);
        if (layoutDue)
            WriteLayout(wish, state.Layout!);
        if (cursorDue)
            encoder.WriteCursor(wire.Output, toldCursor = state.Cursor);
        foreach (var move in picture.Plan.Moves)
            RectangleEncoder.WriteCopy(wire.Output, move.To, move.FromX, move.FromY);
        foreach (var area in picture.Plan.Pixels)
        {
            encoder.WritePixels(wire.Output, picture.Current, area, allowed);
            await wire.SendAsync(cancellationToken).ConfigureAwait(false);
        }

        await wire.SendAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Viewers may throw away pixels that come in one update with a new size.</summary>
    private async ValueTask SendLayoutAloneAsync(ViewerWishes.Taken wish, ScreenLayout layout, CancellationToken cancellationToken)
    {
        if (!picture.Fits(layout))
            picture.Resize(layout);
        wishes.AnsweredWithLayout(wish);
        WriteHead(1);
        WriteLayout(wish, layout);
        await wire.SendAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ScreenEncodings AllowedBy(IReadOnlySet<int> encodings) =>
        (encodings.Contains(Encodings.Zrle) ? ScreenEncodings.Zrle : 0) | (encodings.Contains(Encodings.CopyRect) ? ScreenEncodings.CopyRect : 0);

    private void TakeFormat(PixelFormat format)
    {
        encoder.SetFormat(format);
        if (!format.TrueColour)
            ColourMap.Write(wire.Output, format);
    }

    private void WriteHead(int rectangles)
    {
        var head = wire.Output.GetSpan(4);
        head[..2].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], checked((ushort)rectangles));
        wire.Output.Advance(4);
    }

    private void WriteLayout(ViewerWishes.Taken wish, ScreenLayout layout)
    {
        const int ReasonThisClient = 1;
        const int StatusProhibited = 1;
        toldLayout = layout;
        if (!wish.Encodings.Contains(Encodings.ExtendedDesktopSize))
            RectangleEncoder.WriteHead(wire.Output, picture.Current.Area, Encodings.DesktopSize);
        else if (wish.IsResizeRefused)
            WireLayout.Write(wire.Output, layout, ReasonThisClient, StatusProhibited);
        else
            WireLayout.Write(wire.Output, layout);
    }

    private ValueTask SendCutTextAsync(string text, CancellationToken cancellationToken)
    {
        var latin = Encoding.Latin1.GetBytes(text); // what RFB's cut text can't say becomes a question mark
        var head = wire.Output.GetSpan(8);
        head.Clear();
        head[0] = 3;
        BinaryPrimitives.WriteInt32BigEndian(head[4..], latin.Length);
        wire.Output.Advance(8);
        wire.Output.Write(latin);
        return wire.SendAsync(cancellationToken);
    }
}
