using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Evidence;

/// <summary>What is looked for; a condition that is null asks nothing. All that are named must hold.</summary>
internal sealed record RecordQuery(SessionNumber? Session, string? Account, string? Event, DateTimeOffset? From, DateTimeOffset? To, string? Words);

/// <summary>Decides whether a line is found. Lines without the bytes that a find must have aren't read at all.</summary>
internal sealed class RecordSearch
{
    private readonly RecordQuery _query;
    private readonly ITextVault? _texts;
    private readonly byte[][] _marks;

    /// <param name="query">What is looked for.</param>
    /// <param name="texts">Texts behind commitments, where words may be found, too; null: only in the records.</param>
    public RecordSearch(RecordQuery query, ITextVault? texts = null)
    {
        _query = query;
        _texts = texts;
        var marks = new List<byte[]>();
        if (query.Session is { } session)
        {
            marks.Add(Encoding.ASCII.GetBytes($"\"{session}\""));
        }

        if (query.Event is { } code)
        {
            marks.Add(Encoding.UTF8.GetBytes($"\"event\":\"{JavaScriptEncoder.Default.Encode(code)}\""));
        }

        _marks = [.. marks];
    }

    /// <summary>The record, when it is found; null when it isn't, or isn't a record.</summary>
    public AuditRecord? Find(ReadOnlySpan<byte> line)
    {
        foreach (var mark in _marks)
        {
            if (line.IndexOf(mark) < 0)
            {
                return null;
            }
        }

        if (_query.Account is { } name && !Contains(line, name))
        {
            return null;
        }

        return RecordReader.Read(line, out var record) == RecordFailure.None && Holds(record!, line) ? record : null;
    }

    private bool Holds(AuditRecord record, ReadOnlySpan<byte> line)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(record.When.UtcMilliseconds);
        return (_query.Session is not { } session || record.Body.Session == session.ToString())
            && (_query.Event is not { } code || record.Body.Event == code)
            && (_query.From is not { } from || at >= from) && (_query.To is not { } to || at < to)
            && (_query.Account is not { } account || NamesAccount(record, account))
            && (_query.Words is not { } words || HasWords(line, words));
    }

    /// <summary>Done by this account, or about it.</summary>
    public static bool NamesAccount(AuditRecord record, string account) =>
        Same(record.Body.Who.Account, account) || NamesAccount(record.Body.Data.Read(), account);

    private static bool NamesAccount(JsonElement element, string account) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(p => (p.Name == "account" && p.Value.ValueKind == JsonValueKind.String && Same(p.Value.GetString(), account)) || NamesAccount(p.Value, account)),
        _ => false,
    };

    private bool HasWords(ReadOnlySpan<byte> line, string words)
    {
        var reader = new Utf8JsonReader(line);
        var left = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (left.Count > 0 && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                var value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.ASCII.GetString(reader.ValueSpan);
                value = _texts?.Find(value) ?? value;
                left.RemoveAll(word => value.Contains(word, StringComparison.OrdinalIgnoreCase));
            }
        }

        return left.Count == 0;
    }

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // Names of accounts are ASCII in nearly all cases; another letter may be escaped in the line, then it is read.
    private static bool Contains(ReadOnlySpan<byte> line, string name)
    {
        if (!name.All(char.IsAsciiLetterOrDigit))
        {
            return true;
        }

        for (var i = 0; i + name.Length <= line.Length; i++)
        {
            var same = 0;
            while (same < name.Length && char.ToLowerInvariant((char)line[i + same]) == char.ToLowerInvariant(name[same]))
            {
                same++;
            }

            if (same == name.Length)
            {
                return true;
            }
        }

        return false;
    }
}
