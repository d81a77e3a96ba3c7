using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginTools;

/// <summary>A package for programs.</summary>
internal static class ClaimsJson
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static string Of(PackageClaims claims)
    {
        var manifest = claims.Manifest;
        return JsonSerializer.Serialize(
            new
            {
                manifest.Id,
                Kind = manifest.Kind.Word(),
                Version = manifest.Version.ToString(),
                Contract = new { From = manifest.Contract.From.ToString(), Below = manifest.Contract.Below.ToString() },
                Hosts = manifest.Hosts.Select(host => host.Word()),
                manifest.EntryAssembly,
                manifest.MemoryMiB,
                manifest.Permissions,
                PermissionsInWords = manifest.Permissions.InWords(),
                Settings = manifest.SettingsSchema.IsEmpty ? null : JsonNode.Parse(manifest.SettingsSchema.Span),
                claims.Publisher,
                Key = claims.Key?.Hex,
                ManifestSha256 = manifest.Hash,
                manifest.Files,
            },
            Form);
    }
}
