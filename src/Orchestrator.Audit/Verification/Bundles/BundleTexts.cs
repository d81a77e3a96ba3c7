using System.Text.Json;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Verification;

/// <summary>The texts of a bundle by their commitments.</summary>
internal sealed class BundleTexts(IReadOnlyDictionary<string, string> texts) : ITextVault
{
    private const int CommitmentCharacters = 64;

    /// <inheritdoc/>
    public string Commit(string text) => throw new NotSupportedException("A check writes nothing.");

    /// <inheritdoc/>
    public string CommitWhole(string text) => Commit(text);

    /// <inheritdoc/>
    public string? Find(string commitment) => texts.GetValueOrDefault(commitment);

    /// <summary>Every string of a record that has a commitment's shape, in the order in which they stand.</summary>
    internal static IEnumerable<string> ShapesIn(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        foreach (var text in Strings(document.RootElement))
        {
            if (text.Length == CommitmentCharacters && text.All(char.IsAsciiHexDigitLower))
                yield return text;
        }
    }

    private static IEnumerable<string> Strings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Strings(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };
}
