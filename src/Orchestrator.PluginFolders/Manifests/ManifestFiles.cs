using System.Collections.Immutable;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>The member "files".</summary>
internal static class ManifestFiles
{
    /// <exception cref="PluginRefusedException">Something in it can't be a file of a package.</exception>
    public static ImmutableSortedDictionary<string, string> Read(Dictionary<string, string> texts, string where)
    {
        if (texts.Count > PackageLimits.Files)
            throw ManifestReader.Invalid(where, $"\"files\" lists more than {PackageLimits.Files} files");
        foreach (var (path, hash) in texts)
        {
            if (PackagePath.Objection(path) is { } objection)
                throw ManifestReader.Invalid(where, $"\"files\" lists {PackagePath.Shown(path)}, {objection}");
            if (hash is null || !ManifestLimits.Hash().IsMatch(hash))
                throw ManifestReader.Invalid(where, $"the hash of {path} in \"files\" must be a SHA-256 in 64 lower-case hex digits");
        }

        return PackagePath.Collision(texts.Keys) is { } twice
            ? throw ManifestReader.Invalid(where, $"\"files\" lists {twice} twice, where letters in upper and lower case count as the same")
            : texts.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
