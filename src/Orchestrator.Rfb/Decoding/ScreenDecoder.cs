using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>
/// The console's picture of one view channel while an update arrives. Rectangles are drawn here; only a whole update goes on to the
/// <see cref="ShadowFramebuffer"/>, so nobody ever sees half of one.
/// </summary>
internal sealed class ScreenDecoder : IDisposable
{
    private readonly ZrleDecoder zrle = new(compactBytes: 3);
    private uint lastUpdate;
    private uint layoutVersion;

    public ScreenLayout? Layout { get; private set; }

    public Framebuffer? Picture { get; private set; }

    public CursorPicture Cursor { get; private set; } = CursorPicture.Hidden;

    public uint LastUpdate => lastUpdate;

    /// <summary>What the last update touched.</summary>
    public DamageRegion Damage { get; } = new();

    /// <summary>Reads and draws the rectangles of one update.</summary>
    /// <exception cref="RfbException">The bytes break the protocol.</exception>
    public async ValueTask ReadUpdateAsync(ByteSource source, InstrumentMessage.Update head, CancellationToken cancellationToken)
    {
        if (head.Number != lastUpdate + 1)
            throw new RfbException(RfbFault.OutOfOrder, $"update {head.Number} after {lastUpdate}");
        Damage.Clear();
        for (var index = 0; index < head.Rectangles; index++)
        {
            var bytes = await source.ReadAsync(12, cancellationToken).ConfigureAwait(false);
            var area = WireArea.Read(bytes);
            var encoding = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(8));
            if (encoding == Encodings.ExtendedDesktopSize)
                await ReadLayoutAsync(source, area, head, index, cancellationToken).ConfigureAwait(false);
            else
                await ReadRectangleAsync(source, area, encoding, cancellationToken).ConfigureAwait(false);
        }

        if (head.Layout != layoutVersion)
            throw new RfbException(RfbFault.OutOfOrder, $"layout {head.Layout} was never described");
        lastUpdate = head.Number;
    }

    public void Dispose() => zrle.Dispose();

    private async ValueTask ReadLayoutAsync(
        ByteSource source, PixelRect area, InstrumentMessage.Update head, int index, CancellationToken cancellationToken)
    {
        if (index != 0 || head.Layout <= layoutVersion)
            throw new RfbException(RfbFault.OutOfOrder, $"layout {head.Layout} after {layoutVersion}, rectangle {index}");
        var count = await source.PeekAsync(1, cancellationToken).ConfigureAwait(false);
        var monitors = Reading.FirstByte(count);
        source.Consume(count.Slice(0, 0));
        if (monitors > RfbLimits.MaxMonitors)
            throw new RfbException(RfbFault.TooLarge, $"{monitors} monitors");
        var body = await source.ReadAsync(WireLayout.CountLength + (monitors * WireLayout.MonitorLength), cancellationToken).ConfigureAwait(false);
        Layout = WireLayout.Read(area, body, head.Layout);
        layoutVersion = head.Layout;
        if (Picture is null || Picture.Width != Layout.Width || Picture.Height != Layout.Height)
            Picture = new Framebuffer(Layout.Width, Layout.Height);
        Damage.Add(Picture.Area);
    }

    private async ValueTask ReadRectangleAsync(ByteSource source, PixelRect area, int encoding, CancellationToken cancellationToken)
    {
        var picture = Picture ?? throw new RfbException(RfbFault.NoLayout, "a rectangle before the first layout");
        if (encoding == Encodings.Cursor)
        {
            Cursor = await ReadCursorAsync(source, area, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (area.IsEmpty || area.Intersect(picture.Area) != area)
            throw new RfbException(RfbFault.AreaOutOfRange, $"{area} of a screen of {picture.Width}×{picture.Height}");
        switch (encoding)
        {
            case Encodings.Raw:
                await ReadRawAsync(source, picture, Bounded(area), cancellationToken).ConfigureAwait(false);
                break;
            case Encodings.Zrle:
                await ReadZrleAsync(source, picture, Bounded(area), cancellationToken).ConfigureAwait(false);
                break;
            case Encodings.CopyRect:
                await ReadCopyAsync(source, picture, area, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new RfbException(RfbFault.UnknownEncoding, $"encoding {encoding}");
        }

        Damage.Add(area);
    }

    private static PixelRect Bounded(PixelRect area) => area.Width * area.Height <= RfbLimits.MaxRectanglePixels
        ? area
        : throw new RfbException(RfbFault.TooLarge, $"a rectangle of {area.Width}×{area.Height}");

    private static async ValueTask ReadRawAsync(ByteSource source, Framebuffer picture, PixelRect area, CancellationToken cancellationToken)
    {
        var stride = area.Width * 4;
        var piece = await source.PeekAsync(stride * area.Height, cancellationToken).ConfigureAwait(false);
        for (var y = 0; y < area.Height; y++)
        {
            var row = picture.Row(area.Y + y, area.X, area.Width);
            piece.Slice(y * stride, stride).CopyTo(MemoryMarshal.AsBytes(row));
            foreach (ref var pixel in row)
                pixel &= 0xFFFFFF;
        }

        source.Consume(piece);
    }

    private async ValueTask ReadZrleAsync(ByteSource source, Framebuffer picture, PixelRect area, CancellationToken cancellationToken)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(await source.ReadAsync(4, cancellationToken).ConfigureAwait(false));
        if (length > RfbLimits.MaxCompressedBytes)
            throw new RfbException(RfbFault.TooLarge, $"{length} compressed bytes");
        var piece = await source.PeekAsync((int)length, cancellationToken).ConfigureAwait(false);
        zrle.Decode(piece, picture, area);
        source.Consume(piece);
    }

    private static async ValueTask ReadCopyAsync(ByteSource source, Framebuffer picture, PixelRect area, CancellationToken cancellationToken)
    {
        var bytes = await source.ReadAsync(4, cancellationToken).ConfigureAwait(false);
        var (x, y) = (BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)));
        var from = area with { X = x, Y = y };
        if (from.Intersect(picture.Area) != from)
            throw new RfbException(RfbFault.AreaOutOfRange, $"a copy from {from}");
        picture.Move(x, y, area);
    }

    private static async ValueTask<CursorPicture> ReadCursorAsync(ByteSource source, PixelRect shape, CancellationToken cancellationToken)
    {
        if (shape.Width > RfbLimits.MaxCursorSide || shape.Height > RfbLimits.MaxCursorSide)
            throw new RfbException(RfbFault.TooLarge, $"a pointer of {shape.Width}×{shape.Height}");
        if (shape.IsEmpty)
            return CursorPicture.Hidden;
        if (shape.X >= shape.Width || shape.Y >= shape.Height)
            throw new RfbException(RfbFault.AreaOutOfRange, "the pointer's hot spot lies outside its picture");
        var pixels = new uint[shape.Width * shape.Height];
        var bytes = await source.ReadAsync(pixels.Length * 4, cancellationToken).ConfigureAwait(false);
        var mask = await source.ReadAsync(CursorPicture.MaskStride(shape.Width) * shape.Height, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * 4)) & 0xFFFFFF;
        return new CursorPicture(
            shape.Width, shape.Height, shape.X, shape.Y, ImmutableCollectionsMarshal.AsImmutableArray(pixels), ImmutableCollectionsMarshal.AsImmutableArray(mask));
    }
}
