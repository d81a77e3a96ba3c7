using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Rfb;

/// <summary>Writes messages; what it writes, the readers read back equal.</summary>
public static class MessageWriter
{
    private const int PointerLength = 14;
    private const int KeyLength = 20;
    private const int CutTextHead = 12;

    /// <summary>Writes a message of the console.</summary>
    public static void Write(IBufferWriter<byte> output, ConsoleMessage message)
    {
        switch (message)
        {
            case ConsoleMessage.UpdateRequest request:
                var area = Take(output, message.Verb, 10);
                area[1] = request.Incremental ? (byte)1 : (byte)0;
                WireArea.Write(area[2..], request.Area);
                break;
            case ConsoleMessage.Ack ack:
                BinaryPrimitives.WriteUInt32BigEndian(Take(output, message.Verb, 8)[4..], ack.Update);
                break;
            case ConsoleMessage.PointerEvent pointer:
                var place = Take(output, message.Verb, PointerLength);
                place[1] = pointer.Buttons;
                BinaryPrimitives.WriteUInt16BigEndian(place[2..], checked((ushort)pointer.X));
                BinaryPrimitives.WriteUInt16BigEndian(place[4..], checked((ushort)pointer.Y));
                WriteContext(place[6..], pointer.Context);
                break;
            case ConsoleMessage.KeyEvent key:
                var press = Take(output, message.Verb, KeyLength);
                press[1] = key.Down ? (byte)1 : (byte)0;
                BinaryPrimitives.WriteUInt32BigEndian(press[4..], key.Keysym);
                BinaryPrimitives.WriteUInt32BigEndian(press[8..], key.ScanCode);
                WriteContext(press[12..], key.Context);
                break;
            case ConsoleMessage.CutText cut:
                WriteCutText(output, message.Verb, cut.Number, cut.Text);
                break;
        }
    }

    /// <summary>Writes a message of the instrument; after an update's head the caller writes its rectangles.</summary>
    public static void Write(IBufferWriter<byte> output, InstrumentMessage message)
    {
        switch (message)
        {
            case InstrumentMessage.Update update:
                var head = Take(output, message.Verb, 12);
                BinaryPrimitives.WriteUInt16BigEndian(head[2..], checked((ushort)update.Rectangles));
                BinaryPrimitives.WriteUInt32BigEndian(head[4..], update.Number);
                BinaryPrimitives.WriteUInt32BigEndian(head[8..], update.Layout);
                break;
            case InstrumentMessage.Status status:
                Take(output, message.Verb, 2)[1] = (byte)status.Screen;
                break;
            case InstrumentMessage.CutText cut:
                WriteCutText(output, message.Verb, cut.Number, cut.Text);
                break;
        }
    }

    private static Span<byte> Take(IBufferWriter<byte> output, RfbVerb verb, int length)
    {
        var span = output.GetSpan(length)[..length];
        span.Clear();
        span[0] = RfbVerbs.TypeOf(verb);
        output.Advance(length);
        return span;
    }

    private static void WriteContext(Span<byte> span, InputContext context)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span, context.Layout);
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], context.LastCutText);
    }

    private static void WriteCutText(IBufferWriter<byte> output, RfbVerb verb, uint number, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if (length > RfbLimits.MaxCutTextBytes)
            throw new ArgumentException($"A cut text has at most {RfbLimits.MaxCutTextBytes} bytes; this one has {length}.", nameof(text));
        var head = Take(output, verb, CutTextHead);
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], number);
        BinaryPrimitives.WriteUInt32BigEndian(head[8..], (uint)length);
        Encoding.UTF8.GetBytes(text, output);
    }
}
