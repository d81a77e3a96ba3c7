using System.Buffers.Text;
using System.Text.Unicode;

namespace Orchestrator.Audit.Records;

/// <summary>What every line of every schema version starts with: <c>{"v":N,"seq":N,</c>. Cheap enough to check on each append and each read.</summary>
public static class RecordPrefix
{
    /// <summary>Checks size, text and prefix of a line, and that it stands where its sequence number says.</summary>
    public static RecordFailure Check(ReadOnlySpan<byte> line, long sequence)
    {
        if (line.Length is 0 or > RecordLimits.LineBytes)
            return RecordFailure.BadSize;
        if (line.ContainsAnyInRange((byte)0x00, (byte)0x1f) || line.Contains((byte)0x7f) || !Utf8.IsValid(line))
            return RecordFailure.BadText;
        if (!TryRead(line, out _, out var found) || line[^1] != (byte)'}')
            return RecordFailure.BadJson;
        return found == sequence ? RecordFailure.None : RecordFailure.WrongSequence;
    }

    /// <summary>Reads schema version and sequence number without parsing the rest.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out int version, out long sequence)
    {
        version = 0;
        sequence = 0;
        return TrySkip(ref line, "{\"v\":"u8)
            && TryNumber(ref line, out var v) && v is > 0 and <= int.MaxValue && (version = (int)v) > 0
            && TrySkip(ref line, ",\"seq\":"u8)
            && TryNumber(ref line, out sequence)
            && TrySkip(ref line, ","u8);
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> line, ReadOnlySpan<byte> expected)
    {
        if (!line.StartsWith(expected))
            return false;
        line = line[expected.Length..];
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> line, out long value)
    {
        if (line.Length == 0 || !char.IsAsciiDigit((char)line[0]) || !Utf8Parser.TryParse(line, out value, out var used) || (line[0] == '0' && used > 1))
        {
            value = 0;
            return false;
        }

        line = line[used..];
        return true;
    }
}
