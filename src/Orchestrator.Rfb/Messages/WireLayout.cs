using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>A layout as the rectangle ExtendedDesktopSize: the head holds the size, then a count and 16 bytes for each monitor.</summary>
internal static class WireLayout
{
    public const int CountLength = 4;
    public const int MonitorLength = 16;

    /// <summary>Writes head and body. Reason and status go where a head has x and y (0 and 0: the server changed it).</summary>
    public static void Write(IBufferWriter<byte> output, ScreenLayout layout, int reason = 0, int status = 0)
    {
        RectangleEncoder.WriteHead(output, new PixelRect(reason, status, layout.Width, layout.Height), Encodings.ExtendedDesktopSize);
        var length = CountLength + (layout.Monitors.Length * MonitorLength);
        var body = output.GetSpan(length)[..length];
        body.Clear();
        body[0] = (byte)layout.Monitors.Length;
        for (var i = 0; i < layout.Monitors.Length; i++)
        {
            var monitor = body[(CountLength + (i * MonitorLength))..];
            BinaryPrimitives.WriteUInt32BigEndian(monitor, layout.Monitors[i].Id);
            WireArea.Write(monitor[4..], layout.Monitors[i].Area);
        }

        output.Advance(length);
    }

    /// <summary>Reads the body; strict.</summary>
    /// <param name="area">Of the head: reason and status must be 0.</param>
    /// <param name="body">Count and monitors, exactly.</param>
    /// <param name="version">Of the update that it came in.</param>
    public static ScreenLayout Read(PixelRect area, ReadOnlySpan<byte> body, uint version)
    {
        var monitors = ImmutableArray.CreateBuilder<Abstractions.Monitor>(body[0]);
        Reading.RequireZero(body[1..CountLength]);
        for (var at = CountLength; at < body.Length; at += MonitorLength)
        {
            Reading.RequireZero(body.Slice(at + 12, 4));
            monitors.Add(new(BinaryPrimitives.ReadUInt32BigEndian(body[at..]), WireArea.Read(body[(at + 4)..])));
        }

        if (area.X != 0 || area.Y != 0)
            throw new RfbException(RfbFault.ReservedField, "reason and status of a layout are 0 here");
        var layout = new ScreenLayout(unchecked((int)version), area.Width, area.Height, monitors.ToImmutable());
        return FaultOf(layout) is { } flaw ? throw new RfbException(RfbFault.BadLayout, flaw) : layout;
    }

    /// <summary>What is wrong with a layout; null when it can be shown. Asked of the wire and of capture plugins alike.</summary>
    public static string? FaultOf(ScreenLayout layout)
    {
        if (layout.Width is <= 0 or > RfbLimits.MaxSide || layout.Height is <= 0 or > RfbLimits.MaxSide
            || (long)layout.Width * layout.Height > RfbLimits.MaxScreenPixels)
            return $"a screen of {layout.Width}×{layout.Height}";
        if (layout.Monitors.IsDefaultOrEmpty || layout.Monitors.Length > RfbLimits.MaxMonitors)
            return "no monitors, or too many";
        var whole = new PixelRect(0, 0, layout.Width, layout.Height);
        if (layout.Monitors.Any(monitor => monitor.Area.IsEmpty || monitor.Area.Intersect(whole) != monitor.Area))
            return "a monitor outside the screen";
        return layout.Monitors.Select(monitor => monitor.Id).Distinct().Count() == layout.Monitors.Length ? null : "two monitors of one id";
    }
}
