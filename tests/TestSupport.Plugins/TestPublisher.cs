using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.PluginFolders;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.TestSupport.Plugins;

/// <summary>
/// A publisher whose key is fresh in every run. It signs whatever a test gives it, also what <see cref="PackageMaker"/> would refuse, and writes the
/// format by hand, as another maker of packages would.
/// </summary>
public sealed class TestPublisher(string name, Func<RsaIdentity> key)
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The one whom <see cref="TestPluginFolder"/> trusts.</summary>
    public static TestPublisher Known { get; } = new("Test publisher", () => TestKeys.Issuing);

    /// <summary>One whom nobody trusts.</summary>
    public static TestPublisher Stranger { get; } = new("Stranger", () => TestKeys.Stranger);

    public string Name => name;

    public RsaIdentity Key => key();

    /// <summary>As a trust file names it.</summary>
    public TrustedPublisher Trusted => new(Name, Key.Fingerprint);

    /// <summary>Lists all files of a folder in its plugin.json, and signs it.</summary>
    public void Sign(string folder)
    {
        var path = Path.Combine(folder, PackageNames.Manifest);
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        manifest["files"] = Hashes(folder);
        File.WriteAllText(path, manifest.ToJsonString(Form));
        SignManifest(folder);
    }

    /// <summary>Signs plugin.json as it is, right or wrong.</summary>
    public void SignManifest(string folder)
    {
        var signature = Key.Sign("plugin package", File.ReadAllBytes(Path.Combine(folder, PackageNames.Manifest)));
        var text = new JsonObject
        {
            ["publisher"] = Name,
            ["key"] = Convert.ToBase64String(Key.Public.Spki.Span),
            ["signature"] = Convert.ToBase64String(signature),
        };
        File.WriteAllText(Path.Combine(folder, PackageNames.Signature), text.ToJsonString(new JsonSerializerOptions(Form) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
    }

    private static JsonObject Hashes(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(path => path is not (PackageNames.Manifest or PackageNames.Signature))
            .Order(StringComparer.Ordinal)
            .Select(path => KeyValuePair.Create(path, (JsonNode?)Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, path)))))));
}
