using System.Reflection;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Configuration;

/// <summary>
/// The root's hash that the build wrote into an executable, as assembly metadata (<c>AssemblyMetadata</c> with the key <see cref="Key"/> and 64 hex digits). Absent or
/// empty: a development build. Anything else that is no hash is a broken build and stops the program; it never becomes a development build.
/// </summary>
public static class CompiledRoot
{
    public const string Key = "OrchestratorRootSha256";

    /// <exception cref="ConfigurationException">The value is no SHA-256.</exception>
    public static KeyFingerprint? Of(Assembly executable)
    {
        ArgumentNullException.ThrowIfNull(executable);
        var values = executable.GetCustomAttributes<AssemblyMetadataAttribute>().Where(a => a.Key == Key).Select(a => a.Value).ToList();
        return values.Count > 1 ? throw Broken() : Parse(values.FirstOrDefault());
    }

    /// <summary>The same from the text.</summary>
    public static KeyFingerprint? Parse(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        return KeyFingerprint.TryParse(value.ToLowerInvariant(), out var fingerprint) ? fingerprint : throw Broken();
    }

    private static ConfigurationException Broken() => new(
        ConfigurationFault.BrokenBuild, "This program was built with a damaged root hash. Get it again from the vendor.");
}
