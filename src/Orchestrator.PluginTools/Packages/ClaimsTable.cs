using System.Text;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginTools;

/// <summary>A package for people.</summary>
internal static class ClaimsTable
{
    private const int LabelWidth = 12;

    public static void Write(TextWriter output, PackageClaims claims)
    {
        var manifest = claims.Manifest;
        Line("Plugin", manifest.ToString());
        Line("Kind", manifest.Kind.Word());
        Line("Contract", manifest.Contract.ToString());
        Line("Runs in", string.Join(", ", manifest.Hosts.Select(host => host.Word())));
        Line("Memory", $"{manifest.MemoryMiB} MiB");
        Line("Signed by", claims is { Publisher: { } publisher, Key: { } key } ? $"{publisher}, key {ShortFingerprint.Of(key.Hex)}" : "nobody");
        Line("Manifest", manifest.Hash ?? "");
        output.WriteLine("Asks for");
        foreach (var sentence in manifest.Permissions.InWords())
            output.WriteLine($"  {sentence}");
        if (!manifest.SettingsSchema.IsEmpty)
        {
            output.WriteLine("Settings, as JSON Schema");
            output.WriteLine($"  {Encoding.UTF8.GetString(manifest.SettingsSchema.Span)}");
        }

        output.WriteLine("Files, with their SHA-256");
        foreach (var (path, hash) in manifest.Files)
            output.WriteLine($"  {hash}  {path}");

        void Line(string label, string value) => output.WriteLine($"{label.PadRight(LabelWidth)}{value}");
    }
}
