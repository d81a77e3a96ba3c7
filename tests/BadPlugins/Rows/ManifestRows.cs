using System.Text.Json.Nodes;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.BadPlugins;

/// <summary>The good plugin with one member of its manifest broken. Signed by the right publisher: somebody made a mistake.</summary>
internal static class ManifestRows
{
    /// <summary>All of them.</summary>
    public static IEnumerable<BadPlugin> All =>
    [
        Broken("id", "has spaces and capitals in it", manifest => manifest["id"] = "Test Good"),
        Broken("kind", "isn't one", manifest => manifest["kind"] = "printer"),
        Broken("version", "has two numbers", manifest => manifest["version"] = "9.1"),
        Broken("contract", "ends before it begins", manifest => manifest["contract"] = new JsonObject { ["from"] = "2.0", ["below"] = "1.0" }),
        Broken("hosts", "is empty", manifest => manifest["hosts"] = new JsonArray()),
        Broken("entryAssembly", "leads out of the folder", manifest => manifest["entryAssembly"] = "../Orchestrator.Plugins.Test.Good.dll"),
        Broken("settings", "isn't a schema", manifest => manifest["settings"] = new JsonObject { ["type"] = "wish" }),
        Broken("permissions", "asks for the network, which only an audit sink may", manifest => manifest["permissions"] = new JsonObject { ["network"] = new JsonArray("example.com:443") }),
        Broken("memoryMiB", "is more than a plugin may ask for", manifest => manifest["memoryMiB"] = 4096),
        Broken("files", "leads out of the folder", manifest => manifest["files"]!.AsObject()["../evil.dll"] = new string('0', 64)),
        Broken("unknown", "a member that no manifest has", manifest => manifest["colour"] = "blue"),
        Broken("other kind", "says that it is a capture plugin, and is a proxy connector", manifest => (manifest["id"], manifest["kind"]) = ("test.good", "capture")),
        Broken("other host", "isn't made for this program", manifest => manifest["hosts"] = new JsonArray("console")),
        Broken("other contract", "wants a contract that isn't there yet", manifest => manifest["contract"] = new JsonObject { ["from"] = "8.0", ["below"] = "9.0" }),
        Broken("other version", "isn't the version that its folder says", manifest => manifest["version"] = "8.0.0"),
        Broken("settings that don't fit", "wants a setting that it isn't given", manifest => manifest["settings"] = JsonNode.Parse("""{"type": "object", "required": ["place"]}""")) with { Settings = """{"places": 1}""" },
        NextGood.Changed("manifest: missing", "there is no plugin.json", folder => File.Delete(NextGood.Manifest(folder))),
        NextGood.Changed("manifest: no JSON", "plugin.json isn't JSON", folder =>
        {
            File.WriteAllText(NextGood.Manifest(folder), "{ plugin");
            TestPublisher.Known.SignManifest(folder);
        }),
    ];

    private static BadPlugin Broken(string member, string how, Action<JsonObject> change) => NextGood.Changed($"manifest: {member}", how, folder =>
    {
        var manifest = JsonNode.Parse(File.ReadAllText(NextGood.Manifest(folder)))!.AsObject();
        change(manifest);
        File.WriteAllText(NextGood.Manifest(folder), manifest.ToJsonString());
        TestPublisher.Known.SignManifest(folder);
    });
}
