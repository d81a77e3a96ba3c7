using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Mutants;

/// <summary>Draws by lot so that anybody can draw the same again: the order is that of SHA-256(seed ‖ name), both as UTF-8.</summary>
internal static class Lot
{
    /// <summary>The first so many of that order.</summary>
    public static IReadOnlyList<string> Draw(IEnumerable<string> names, string seed, int count) =>
        [.. names.Distinct().OrderBy(name => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed + name))), StringComparer.Ordinal).Take(count)];
}
