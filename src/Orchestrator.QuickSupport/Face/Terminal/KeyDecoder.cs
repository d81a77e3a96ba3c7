using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orchestrator.QuickSupport.Face.Terminal;

/// <summary>Bytes of a terminal to keys. Keeps half a character between reads; control sequences of arrows and function keys are one key that means nothing.</summary>
public sealed class KeyDecoder
{
    private const byte Escape = 0x1b;
    private readonly byte[] _half = new byte[4];
    private int _halfLength;

    /// <summary>Forgets half a character.</summary>
    public void Reset() => _halfLength = 0;

    /// <summary>The keys of a chunk, in order.</summary>
    public IReadOnlyList<TerminalKey> Decode(ReadOnlySpan<byte> chunk)
    {
        var keys = new List<TerminalKey>();
        byte[] bytes = [.. _half.AsSpan(0, _halfLength), .. chunk];
        _halfLength = 0;
        var rest = bytes.AsSpan();
        while (!rest.IsEmpty)
        {
            if (rest[0] == Escape && rest.Length > 1 && rest[1] is (byte)'[' or (byte)'O')
            {
                keys.Add(TerminalKey.Of(KeyKind.Other));
                rest = rest[SequenceLength(rest)..];
                continue;
            }

            var status = Rune.DecodeFromUtf8(rest, out var rune, out var used);
            if (status == OperationStatus.NeedMoreData)
            {
                rest.CopyTo(_half);
                _halfLength = rest.Length;
                break;
            }

            rest = rest[used..];
            keys.Add(status == OperationStatus.Done ? KeyOf(rune) : TerminalKey.Of(KeyKind.Other));
        }

        return keys;
    }

    /// <summary>ESC [ parameters final, or ESC O final.</summary>
    private static int SequenceLength(ReadOnlySpan<byte> rest)
    {
        for (var i = 2; i < rest.Length; i++)
        {
            if (rest[i] is >= 0x40 and <= 0x7e)
                return i + 1;
        }

        return rest.Length;
    }

    private static TerminalKey KeyOf(Rune rune) => rune.Value switch
    {
        3 => TerminalKey.Of(KeyKind.Interrupt),
        8 or 127 => TerminalKey.Of(KeyKind.Backspace),
        10 or 13 => TerminalKey.Of(KeyKind.Enter),
        Escape => TerminalKey.Of(KeyKind.Escape),
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            ? TerminalKey.Of(KeyKind.Other)
            : new TerminalKey(KeyKind.Text, rune.ToString()),
    };
}
