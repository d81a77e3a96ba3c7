using System.Text.Json;

namespace Orchestrator.Testbed.RealNetwork.Firewall;

/// <summary>Packets and bytes.</summary>
/// <param name="Packets">As the kernel sees them: several segments may be one.</param>
/// <param name="Bytes">With their headers.</param>
internal readonly record struct Count(long Packets, long Bytes);

/// <summary>The counters of one table, from nft's JSON.</summary>
internal sealed class NftCounters
{
    private readonly Dictionary<string, Count> _named = [];
    private readonly List<(string Destination, Count Count)> _elements = [];

    private NftCounters()
    {
    }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, Count> Named => _named;

    /// <summary>Elements of its sets of address, protocol and port.</summary>
    public IReadOnlyList<(string Destination, Count Count)> Elements => _elements;

    /// <summary>Reads what <c>nft -j list table</c> wrote.</summary>
    public static NftCounters Parse(string json)
    {
        var read = new NftCounters();
        using var document = JsonDocument.Parse(json);
        foreach (var item in document.RootElement.GetProperty("nftables").EnumerateArray())
        {
            if (item.TryGetProperty("counter", out var counter))
            {
                read._named[counter.GetProperty("name").GetString()!] = CountOf(counter);
            }
            else if (item.TryGetProperty("set", out var set) && set.TryGetProperty("elem", out var elements))
            {
                read._elements.AddRange(elements.EnumerateArray().Select(element => Element(element.GetProperty("elem"))));
            }
        }

        return read;
    }

    private static (string Destination, Count Count) Element(JsonElement element)
    {
        var parts = element.GetProperty("val").GetProperty("concat").EnumerateArray().Select(part => part.ToString()).ToArray();
        var host = parts[0].Contains(':', StringComparison.Ordinal) ? $"[{parts[0]}]" : parts[0];
        return ($"{host}:{parts[2]}/{parts[1]}", CountOf(element.GetProperty("counter")));
    }

    private static Count CountOf(JsonElement counter) => new(counter.GetProperty("packets").GetInt64(), counter.GetProperty("bytes").GetInt64());
}
