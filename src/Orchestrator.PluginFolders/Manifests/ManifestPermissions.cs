using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>The member "permissions".</summary>
internal static class ManifestPermissions
{
    private const int HighestPort = 65535;

    /// <exception cref="PluginRefusedException">Something in it isn't a permission, or not one of this kind.</exception>
    public static PluginPermissions Read(ManifestText.Asked? text, PluginKind kind, string where)
    {
        if (text is null)
            return PluginPermissions.None;
        if (text.Network is { Length: > 0 } && kind != PluginKind.Audit)
            throw ManifestReader.Invalid(where, "only an audit sink may ask for \"permissions.network\"; every other kind gets its streams from the host");
        return new PluginPermissions(
            Places(text.Network, "network", "host:port", IsDestination, where),
            Places(text.Files, "files", "an absolute path", path => ManifestLimits.AbsolutePath().IsMatch(path), where),
            text.Display,
            text.Processes);
    }

    private static ImmutableArray<string> Places(string[]? texts, string member, string form, Func<string, bool> isPlace, string where) =>
        texts switch
        {
            null => [],
            { Length: > ManifestLimits.Places } => throw ManifestReader.Invalid(where, $"\"permissions.{member}\" has more than {ManifestLimits.Places} entries"),
            _ when texts.Distinct(StringComparer.Ordinal).Count() != texts.Length => throw ManifestReader.Invalid(where, $"\"permissions.{member}\" has an entry twice"),
            _ when texts.All(text => text is not null && (ManifestLimits.Setting().IsMatch(text) || isPlace(text))) => [.. texts],
            _ => throw ManifestReader.Invalid(where, $"an entry of \"permissions.{member}\" must be {form} or setting:NAME"),
        };

    private static bool IsDestination(string text) =>
        ManifestLimits.Destination().Match(text) is { Success: true } match && int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture) <= HighestPort;
}
