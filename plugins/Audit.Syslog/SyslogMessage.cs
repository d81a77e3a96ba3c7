using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Audit.Syslog;

/// <summary>
/// Messages of RFC 5424, framed by RFC 5425 (length, blank, message). MSG is a record's exact line behind a byte order mark; our structured data says which
/// log and record it is, how long it is and its leaf hash, so that a receiver can sort, count, drop doubles and find what was cut.
/// </summary>
internal sealed class SyslogMessage(SyslogSettings settings, string machine)
{
    private const int Informational = 6;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly string _priority = $"<{(settings.FacilityNumber * 8) + Informational}>1";
    private readonly string _host = settings.HostName ?? HostOf(machine);

    /// <summary>One record.</summary>
    /// <param name="logId">Its log.</param>
    /// <param name="entry">The record.</param>
    /// <param name="frame">Written to.</param>
    /// <returns>False when it is longer than the receiver takes: then the message has its data and <c>omitted</c> in place of the line.</returns>
    public bool WriteRecord(string logId, in AuditEntry entry, IBufferWriter<byte> frame)
    {
        var line = entry.Line.Span;
        var head = RecordHead.Of(line);
        var data = $"log=\"{Parameter(logId)}\" seq=\"{entry.Sequence}\" bytes=\"{line.Length}\" leaf=\"{Leaf(line)}\"";
        var header = Encoding.UTF8.GetBytes(Header(head, data));
        var fits = header.Length + 1 + ByteOrderMark.Length + line.Length <= settings.MaxMessageBytes;
        if (fits)
            Frame(frame, header, ByteOrderMark, line);
        else
            Frame(frame, Encoding.UTF8.GetBytes(Header(head, data + " omitted=\"too long\"")), [], []);
        return fits;
    }

    /// <summary>One checkpoint: its note as base64, because it has several lines.</summary>
    public void WriteCheckpoint(string logId, ReadOnlySpan<byte> note, IBufferWriter<byte> frame)
    {
        var header = Header(new RecordHead("-", "checkpoint"), $"log=\"{Parameter(logId)}\" bytes=\"{note.Length}\"");
        Frame(frame, Encoding.UTF8.GetBytes(header), [], Encoding.ASCII.GetBytes(Convert.ToBase64String(note)));
    }

    private string Header(RecordHead head, string data) =>
        $"{_priority} {head.Time} {_host} {settings.AppName} - {head.Event} [origin software=\"{Parameter(settings.AppName)}\"][{settings.DataId} {data}]";

    private static void Frame(IBufferWriter<byte> frame, ReadOnlySpan<byte> header, ReadOnlySpan<byte> mark, ReadOnlySpan<byte> text)
    {
        var length = header.Length + (text.IsEmpty && mark.IsEmpty ? 0 : 1) + mark.Length + text.Length;
        frame.Write(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture) + " "));
        frame.Write(header);
        if (text.IsEmpty && mark.IsEmpty)
            return;
        frame.Write(" "u8);
        frame.Write(mark);
        frame.Write(text);
    }

    // RFC 6962: a zero before a leaf.
    private static string Leaf(ReadOnlySpan<byte> line)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(line);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // RFC 5424, section 6.3.3. Controls go as %xx and % with them, because receivers cut or replace them, and two ids would become one.
    private static string Parameter(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value)
        {
            if (char.IsControl(letter) || letter == '%')
                text.Append(CultureInfo.InvariantCulture, $"%{(int)letter:x2}");
            else if (letter is '"' or '\\' or ']')
                text.Append('\\').Append(letter);
            else
                text.Append(letter);
        }

        return text.ToString();
    }

    private static string HostOf(string machine) =>
        machine.Length is > 0 and <= 255 && machine.All(letter => letter is > ' ' and <= '~') ? machine : "-";
}
