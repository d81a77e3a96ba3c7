using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Audit.Merkle;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Audit.Bundles;

/// <summary>Takes values out of a bundle's JSON: exactly these members in this order, strict base64, whole numbers, plain strings.</summary>
internal static class BundleMembers
{
    /// <summary>The values of exactly these members, in their order.</summary>
    public static JsonElement[] Of(JsonElement value, string place, params ReadOnlySpan<string> names)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Fault(place);
        var values = new JsonElement[names.Length];
        var at = 0;
        foreach (var property in value.EnumerateObject())
        {
            if (at == names.Length || !property.NameEquals(names[at]))
                throw Fault(place.Length == 0 ? $"member {at}" : $"{place}, member {at}");
            values[at++] = property.Value;
        }

        return at == names.Length ? values : throw Fault(place.Length == 0 ? names[at] : $"{place}.{names[at]}");
    }

    /// <summary>An array, each of whose values is read with its place.</summary>
    public static ImmutableArray<T> List<T>(JsonElement value, string place, Func<JsonElement, string, T> read)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > BundleLimits.Entries)
            throw Fault(place);
        var items = ImmutableArray.CreateBuilder<T>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
            items.Add(read(item, string.Create(CultureInfo.InvariantCulture, $"{place}[{items.Count}]")));
        return items.MoveToImmutable();
    }

    /// <summary>A string of visible ASCII that needs no escape.</summary>
    public static string Text(JsonElement value, string place)
    {
        var text = String(value, place);
        return text.Length <= BundleLimits.TextCharacters && text.All(c => c is > ' ' and < '\x7f' and not ('"' or '\\')) ? text : throw Fault(place);
    }

    /// <summary>Base64 with padding, of which there is one way to write each.</summary>
    public static ReadOnlyMemory<byte> Bytes(JsonElement value, string place) => StrictBase64.TryRead(String(value, place)) ?? throw Fault(place);

    /// <summary>32 bytes.</summary>
    public static MerkleHash Hash(JsonElement value, string place) => MerkleHash.TryParseBase64(String(value, place), out var hash) ? hash : throw Fault(place);

    /// <summary>A whole number from 0 to 2^53 − 1.</summary>
    public static long Number(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and <= BundleLimits.Number ? number : throw Fault(place);

    public static BundleFaultException Fault(string place) =>
        new(BundleCodes.NotCanonical, place, "The bundle isn't laid out as one is: a member is missing, unknown, in another place, or not what it should be.");

    private static string String(JsonElement value, string place)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Fault(place);
        }
        catch (InvalidOperationException)
        {
            throw Fault(place); // half a surrogate pair
        }
    }
}
