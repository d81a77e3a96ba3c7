using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orchestrator.QuickSupport.Face.Terminal;

/// <summary>Bytes of a terminal to keys. Keeps half a character or report between reads; control sequences of arrows and function keys are one key that means nothing.</summary>
public sealed class KeyDecoder
{
    private const byte Escape = 0x1b;
    private readonly byte[] _half = new byte[4];
    private int _halfLength;

    /// <summary>Status report: no malfunction.</summary>
    private static ReadOnlySpan<byte> Report => "\u001b[0n"u8;

    /// <summary>Window reports: open, iconified. They are waited for by the terminal, not by this program.</summary>
    private static ReadOnlySpan<byte> WindowOpen => "\u001b[1t"u8;

    private static ReadOnlySpan<byte> WindowIconified => "\u001b[2t"u8;

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
                var length = SequenceLength(rest);
                if (length == 0 && (Report.StartsWith(rest) || WindowOpen.StartsWith(rest) || WindowIconified.StartsWith(rest)))
                {
                    Keep(rest);
                    break;
                }

                var sequence = rest[..(length == 0 ? rest.Length : length)];
                rest = rest[sequence.Length..];
                if (!sequence.SequenceEqual(WindowOpen) && !sequence.SequenceEqual(WindowIconified))
                    keys.Add(TerminalKey.Of(sequence.SequenceEqual(Report) ? KeyKind.Report : KeyKind.Other));
                continue;
            }

            var status = Rune.DecodeFromUtf8(rest, out var rune, out var used);
            if (status == OperationStatus.NeedMoreData)
            {
                Keep(rest);
                break;
            }

            rest = rest[used..];
            keys.Add(status == OperationStatus.Done ? KeyOf(rune) : TerminalKey.Of(KeyKind.Other));
        }

        return keys;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        rest.CopyTo(_half);
        _halfLength = rest.Length;
    }

    /// <summary>ESC [ parameters final, or ESC O final; 0 when the final isn't there yet.</summary>
    private static int SequenceLength(ReadOnlySpan<byte> rest)
    {
        for (var i = 2; i < rest.Length; i++)
        {
            if (rest[i] is >= 0x40 and <= 0x7e)
                return i + 1;
        }

        return 0;
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
