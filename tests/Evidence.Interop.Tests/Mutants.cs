using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Evidence.Interop.Tests;

/// <summary>Good bundles that somebody without a key changed, digest and canonical form made right again: each must be rejected, by whatever check.</summary>
internal static class Mutants
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The mutants of one bundle; <paramref name="other"/> is a bundle of another session under the same root.</summary>
    public static IEnumerable<(string Name, byte[] File)> Of(byte[] bundle, byte[] other, Random random)
    {
        foreach (var (name, change) in Changes(random))
        {
            var members = Members(bundle);
            if (change(members, Members(other)))
                yield return (name, Seal(JsonSerializer.Serialize(members, Plain)));
        }

        for (var i = 0; i < 3; i++)
            yield return Flip(bundle, random);
    }

    private static JsonObject Members(byte[] bundle) => (JsonObject)JsonNode.Parse(bundle.AsSpan(0, bundle.AsSpan().IndexOf((byte)'\n')))!;

    private static byte[] Seal(string line)
    {
        var bytes = Encoding.Latin1.GetBytes(line);
        return [.. bytes, (byte)'\n', .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes))), (byte)'\n'];
    }

    /// <summary>One bit of one byte of some base64 becomes another, and nothing else.</summary>
    private static (string Name, byte[] File) Flip(byte[] bundle, Random random)
    {
        var members = Members(bundle);
        var leaves = Leaves(members).ToArray();
        var leaf = leaves[random.Next(leaves.Length)];
        var bytes = Convert.FromBase64String((string)leaf!);
        var at = random.Next(bytes.Length);
        bytes[at] ^= (byte)(1 << random.Next(8));
        var path = leaf.GetPath();
        leaf.ReplaceWith(Convert.ToBase64String(bytes));
        return ($"a bit of byte {at} of {path}", Seal(JsonSerializer.Serialize(members, Plain)));
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode? node) => node switch
    {
        JsonObject members => members.Where(one => one.Key is not ("format" or "session" or "logKey" or "witnesses")).SelectMany(one => Leaves(one.Value)),
        JsonArray items => items.SelectMany(Leaves),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && ((string)value!).Length > 0 => [value],
        _ => [],
    };

    private static IEnumerable<(string Name, Func<JsonObject, JsonObject, bool> Change)> Changes(Random random)
    {
        foreach (var path in new[] { "instrument.records", "instrument.checkpoints", "instrument.texts", "broker.records", "broker.consistency", "tickets", "certificates", "witnesses" })
        {
            yield return ($"one of {path} removed", (mine, _) => Remove(List(mine, path), random, path));
            yield return ($"one of {path} twice", (mine, _) => Repeat(List(mine, path), random));
            yield return ($"two of {path} exchanged", (mine, _) => Swap(List(mine, path), random));
            yield return ($"one of {path} from another session", (mine, other) => Borrow(List(mine, path), List(other, path), random));
        }

        foreach (var member in new[] { "session", "tickets", "certificates", "instrument", "broker" })
            yield return ($"{member} of another session", (mine, other) => Replace(mine, other, member));
        foreach (var member in new[] { "logKey", "binding", "checkpoints", "records" })
            yield return ($"instrument.{member} of another session", (mine, other) => Replace((JsonObject)mine["instrument"]!, (JsonObject)other["instrument"]!, member));
        foreach (var member in new[] { "checkpoint", "records" })
            yield return ($"broker.{member} of another session", (mine, other) => Replace((JsonObject)mine["broker"]!, (JsonObject)other["broker"]!, member));
    }

    private static JsonArray List(JsonObject bundle, string path) => (JsonArray)path.Split('.').Aggregate((JsonNode)bundle, (node, name) => node[name]!);

    // Without one of its texts, of the notes between the first and the last, or of what the broker wrote last, a bundle can be another good one.
    private static bool Remove(JsonArray list, Random random, string path)
    {
        if (list.Count == 0 || path == "instrument.texts")
            return false;
        list.RemoveAt(path switch
        {
            "instrument.checkpoints" => list.Count - 1,
            "broker.records" => random.Next(list.Count - 1),
            _ => random.Next(list.Count),
        });
        return true;
    }

    private static bool Repeat(JsonArray list, Random random)
    {
        if (list.Count == 0)
            return false;
        var at = random.Next(list.Count);
        list.Insert(at, list[at]!.DeepClone());
        return true;
    }

    private static bool Swap(JsonArray list, Random random)
    {
        if (list.Count < 2)
            return false;
        var at = random.Next(list.Count - 1);
        var moved = list[at]!;
        list.RemoveAt(at);
        list.Insert(at + 1, moved);
        return true;
    }

    private static bool Borrow(JsonArray list, JsonArray others, Random random)
    {
        if (list.Count == 0 || others.Count == 0)
            return false;
        var at = random.Next(list.Count);
        var found = others[Math.Min(at, others.Count - 1)]!;
        if (JsonNode.DeepEquals(found, list[at]))
            return false;
        list[at] = found.DeepClone();
        return true;
    }

    private static bool Replace(JsonObject mine, JsonObject other, string member)
    {
        if (JsonNode.DeepEquals(mine[member], other[member]))
            return false;
        mine[member] = other[member]!.DeepClone();
        return true;
    }
}
