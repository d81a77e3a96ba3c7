using System.Buffers;
using System.Buffers.Binary;

namespace Orchestrator.Rfb;

/// <summary>Reads what the instrument says on one channel. Of an update it reads the head; <see cref="ScreenDecoder"/> reads the rest.</summary>
public static class InstrumentMessageReader
{
    /// <summary>Reads one message off the front.</summary>
    /// <param name="channel">The channel that the bytes came in; other channels' verbs are refused.</param>
    /// <param name="input">Moves behind the message that was read.</param>
    /// <param name="message">Null exactly when more bytes are needed.</param>
    /// <exception cref="RfbException">The bytes break the protocol.</exception>
    public static bool TryRead(RfbChannel channel, ref ReadOnlySequence<byte> input, out InstrumentMessage? message)
    {
        message = null;
        if (input.IsEmpty)
            return false;
        var verb = RfbVerbs.Require(channel, RfbDirection.ToConsole, Reading.FirstByte(input));
        message = verb switch
        {
            RfbVerb.FramebufferUpdate => ReadUpdate(ref input),
            RfbVerb.ScreenStatus => ReadStatus(ref input),
            RfbVerb.ServerCutText => ReadCutText(ref input),
            _ => throw new RfbException(RfbFault.VerbNotAllowed, $"{verb} has no reader here"),
        };
        return message is not null;
    }

    private static InstrumentMessage.Update? ReadUpdate(ref ReadOnlySequence<byte> input)
    {
        Span<byte> bytes = stackalloc byte[12];
        if (!Reading.TryCopy(input, bytes))
            return null;
        Reading.RequireZero(bytes[1..2]);
        var rectangles = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (rectangles is 0 or > RfbLimits.MaxRectangles)
            throw new RfbException(RfbFault.TooLarge, $"an update of {rectangles} rectangles");
        input = input.Slice(bytes.Length);
        return new InstrumentMessage.Update(
            BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]), rectangles);
    }

    private static InstrumentMessage.Status? ReadStatus(ref ReadOnlySequence<byte> input)
    {
        Span<byte> bytes = stackalloc byte[2];
        if (!Reading.TryCopy(input, bytes))
            return null;
        if (bytes[1] > (byte)ScreenStatus.Failed)
            throw new RfbException(RfbFault.ReservedField, $"screen status {bytes[1]}");
        input = input.Slice(bytes.Length);
        return new InstrumentMessage.Status((ScreenStatus)bytes[1]);
    }

    private static InstrumentMessage.CutText? ReadCutText(ref ReadOnlySequence<byte> input) =>
        Reading.TryReadCutText(ref input, out var number, out var text) ? new InstrumentMessage.CutText(number, text) : null;
}
