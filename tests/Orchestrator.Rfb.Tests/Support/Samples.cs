using System.Buffers;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

/// <summary>One message of every verb.</summary>
internal static class Samples
{
    private static readonly InputContext Context = new(7, 0xFFFFFFFE);

    public static ConsoleMessage[] FromConsole =>
    [
        new ConsoleMessage.UpdateRequest(true, new PixelRect(0, 0, 0, 0)),
        new ConsoleMessage.UpdateRequest(false, new PixelRect(1, 2, 65535, 3)),
        new ConsoleMessage.Ack(0x01020304),
        new ConsoleMessage.PointerEvent(0x81, 65535, 9, Context),
        new ConsoleMessage.KeyEvent(true, 0x010020AC, 0xE05B, Context),
        new ConsoleMessage.KeyEvent(false, 'a', 0, default),
        new ConsoleMessage.CutText(1, ""),
        new ConsoleMessage.CutText(2, "Grüße, Проба, 日本, 🧪"),
    ];

    public static InstrumentMessage[] FromInstrument =>
    [
        new InstrumentMessage.Update(1, 2, 3),
        new InstrumentMessage.Status(ScreenStatus.Unavailable),
        new InstrumentMessage.CutText(5, "é\n🧪"),
    ];

    public static byte[] Bytes(RfbVerb verb) =>
        FromConsole.FirstOrDefault(message => message.Verb == verb) is { } console
            ? Bytes(console)
            : Bytes(FromInstrument.First(message => message.Verb == verb));

    public static byte[] Bytes(ConsoleMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.Write(output, message);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Bytes(InstrumentMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.Write(output, message);
        return output.WrittenSpan.ToArray();
    }
}
