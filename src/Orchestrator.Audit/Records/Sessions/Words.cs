using System.Collections.Frozen;
using System.Text.Json;

namespace Orchestrator.Audit.Records;

/// <summary>The stable words of an enumeration: its names in kebab case, for example <c>operator-revoked</c>.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(p => p.Value, p => p.Key);

    public static string Of(T value) => Names[value];

    public static T Parse(string word) =>
        Values.TryGetValue(word, out var value) ? value : throw new RecordException(RecordFailure.BadField, $"\"{RecordData.Text(word)}\" is no {typeof(T).Name}.");
}
