using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Audit.Records;

/// <summary>SHA-256(salt ‖ text): shows later that a text is the one meant, and tells nobody what it was once text and salt are erased.</summary>
public static class TextCommitment
{
    /// <summary>Bytes of a salt: as many as the hash, so that guessing short texts is hopeless without it.</summary>
    public const int SaltBytes = 32;

    /// <summary>64 lower-case hex digits.</summary>
    /// <exception cref="ArgumentException">The salt hasn't 32 bytes: with another length, salt and text could be cut differently.</exception>
    public static string Compute(ReadOnlySpan<byte> salt, string text)
    {
        if (salt.Length != SaltBytes)
            throw new ArgumentException("A salt has 32 bytes.", nameof(salt));
        byte[] input = [.. salt, .. Encoding.UTF8.GetBytes(text)];
        return Convert.ToHexStringLower(SHA256.HashData(input));
    }

    /// <summary>Every value of a record's line that could be a commitment: 64 lower-case hex digits. Hashes of other things look the same; whoever has the texts tells them apart.</summary>
    public static IReadOnlyList<string> In(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line, RecordJson.ReaderOptions);
        var found = new List<string>();
        Walk(json.RootElement, found);
        return found;
    }

    private static void Walk(JsonElement element, List<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Walk(member.Value, found);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Walk(item, found);
                break;
            case JsonValueKind.String when element.GetString() is { Length: 64 } text && text.All(char.IsAsciiHexDigitLower):
                found.Add(text);
                break;
        }
    }
}
