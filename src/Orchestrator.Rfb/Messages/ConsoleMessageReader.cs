using System.Buffers;
using System.Buffers.Binary;

namespace Orchestrator.Rfb;

/// <summary>Reads what the console says on one channel. Strict: an unknown or foreign verb and a reserved byte that is set end the channel.</summary>
public static class ConsoleMessageReader
{
    /// <summary>Reads one message off the front.</summary>
    /// <param name="channel">The channel that the bytes came in; other channels' verbs are refused.</param>
    /// <param name="input">Moves behind the message that was read.</param>
    /// <param name="message">Null exactly when more bytes are needed.</param>
    /// <exception cref="RfbException">The bytes break the protocol.</exception>
    public static bool TryRead(RfbChannel channel, ref ReadOnlySequence<byte> input, out ConsoleMessage? message)
    {
        message = null;
        if (input.IsEmpty)
            return false;
        var verb = RfbVerbs.Require(channel, RfbDirection.ToInstrument, Reading.FirstByte(input));
        message = verb switch
        {
            RfbVerb.UpdateRequest => ReadUpdateRequest(ref input),
            RfbVerb.Ack => ReadAck(ref input),
            RfbVerb.PointerEvent => ReadPointer(ref input),
            RfbVerb.KeyEvent => ReadKey(ref input),
            RfbVerb.ClientCutText => ReadCutText(ref input),
            _ => throw new RfbException(RfbFault.VerbNotAllowed, $"{verb} has no reader here"),
        };
        return message is not null;
    }

    private static ConsoleMessage.UpdateRequest? ReadUpdateRequest(ref ReadOnlySequence<byte> input)
    {
        Span<byte> bytes = stackalloc byte[10];
        if (!Reading.TryCopy(input, bytes))
            return null;
        input = input.Slice(bytes.Length);
        return new ConsoleMessage.UpdateRequest(Reading.ReadFlag(bytes[1]), WireArea.Read(bytes[2..]));
    }

    private static ConsoleMessage.Ack? ReadAck(ref ReadOnlySequence<byte> input)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (!Reading.TryCopy(input, bytes))
            return null;
        Reading.RequireZero(bytes[1..4]);
        input = input.Slice(bytes.Length);
        return new ConsoleMessage.Ack(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
    }

    private static ConsoleMessage.PointerEvent? ReadPointer(ref ReadOnlySequence<byte> input)
    {
        Span<byte> bytes = stackalloc byte[14];
        if (!Reading.TryCopy(input, bytes))
            return null;
        input = input.Slice(bytes.Length);
        return new ConsoleMessage.PointerEvent(
            bytes[1], BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), ReadContext(bytes[6..]));
    }

    private static ConsoleMessage.KeyEvent? ReadKey(ref ReadOnlySequence<byte> input)
    {
        Span<byte> bytes = stackalloc byte[20];
        if (!Reading.TryCopy(input, bytes))
            return null;
        Reading.RequireZero(bytes[2..4]);
        input = input.Slice(bytes.Length);
        return new ConsoleMessage.KeyEvent(
            Reading.ReadFlag(bytes[1]), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]), ReadContext(bytes[12..]));
    }

    private static ConsoleMessage.CutText? ReadCutText(ref ReadOnlySequence<byte> input) =>
        Reading.TryReadCutText(ref input, out var number, out var text) ? new ConsoleMessage.CutText(number, text) : null;

    private static InputContext ReadContext(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
}
