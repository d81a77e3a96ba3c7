using System.Buffers.Binary;
using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>Reads a viewer's messages and hands them on parsed. Never waits for the screen, so a key is never late because nothing moves there.</summary>
internal sealed class ViewerReader(ViewerWire wire, ViewerWishes wishes, ShadowFramebuffer shadow, IViewerInput input)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var type = (await wire.ReadAsync(1, cancellationToken).ConfigureAwait(false))[0];
            await (type switch
            {
                0 => ReadPixelFormatAsync(cancellationToken),
                2 => ReadEncodingsAsync(cancellationToken),
                3 => ReadRequestAsync(cancellationToken),
                4 => ReadKeyAsync(cancellationToken),
                5 => ReadPointerAsync(cancellationToken),
                6 => ReadCutTextAsync(cancellationToken),
                251 => ReadDesktopSizeAsync(cancellationToken),
                _ => throw new RfbException(RfbFault.VerbNotAllowed, $"viewer message {type}"),
            }).ConfigureAwait(false);
        }
    }

    private async Task ReadPixelFormatAsync(CancellationToken cancellationToken)
    {
        var bytes = await wire.ReadAsync(3 + PixelFormat.WireLength, cancellationToken).ConfigureAwait(false);
        wishes.SetFormat(PixelFormat.Read(bytes.AsSpan(3)));
    }

    private async Task ReadEncodingsAsync(CancellationToken cancellationToken)
    {
        var head = await wire.ReadAsync(3, cancellationToken).ConfigureAwait(false);
        var count = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1));
        if (count > RfbLimits.MaxViewerEncodings)
            throw new RfbException(RfbFault.TooLarge, $"{count} encodings");
        var bytes = await wire.ReadAsync(count * 4, cancellationToken).ConfigureAwait(false);
        wishes.SetEncodings(Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(i * 4))));
    }

    private async Task ReadRequestAsync(CancellationToken cancellationToken)
    {
        // Its area is a wish that we needn't heed: what we send more than that is drawn all the same.
        var bytes = await wire.ReadAsync(9, cancellationToken).ConfigureAwait(false);
        wishes.Request(bytes[0] != 0);
    }

    private async Task ReadKeyAsync(CancellationToken cancellationToken)
    {
        var bytes = await wire.ReadAsync(7, cancellationToken).ConfigureAwait(false);
        await input.KeyAsync(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(3)), bytes[0] != 0, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadPointerAsync(CancellationToken cancellationToken)
    {
        var bytes = await wire.ReadAsync(5, cancellationToken).ConfigureAwait(false);
        if (shadow.State.Layout is not { } layout)
            return;
        var x = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(1)), layout.Width - 1);
        var y = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(3)), layout.Height - 1);
        await input.PointerAsync(x, y, bytes[0], cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadCutTextAsync(CancellationToken cancellationToken)
    {
        var head = await wire.ReadAsync(7, cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(3));
        if (length > RfbLimits.MaxCutTextBytes)
            throw new RfbException(RfbFault.TooLarge, $"cut text of {length} bytes");
        var bytes = await wire.ReadAsync((int)length, cancellationToken).ConfigureAwait(false);
        await input.CutTextAsync(Encoding.Latin1.GetString(bytes), cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadDesktopSizeAsync(CancellationToken cancellationToken)
    {
        var head = await wire.ReadAsync(7, cancellationToken).ConfigureAwait(false);
        await wire.ReadAsync(head[5] * WireLayout.MonitorLength, cancellationToken).ConfigureAwait(false);
        wishes.RefuseResize(); // the instrument's screen is the operator's
    }
}
