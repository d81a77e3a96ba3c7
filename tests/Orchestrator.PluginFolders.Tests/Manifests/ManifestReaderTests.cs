using System.Security.Cryptography;
using System.Text;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private static readonly string Good = """
        {"id":"audit.file","kind":"audit","version":"1.2.3","contract":{"from":"1.0","below":"2.0"},"hosts":["broker"],"entryAssembly":"Plugin.dll","memoryMiB":64,"settings":{"type":"object","properties":{"path":{"type":"string"}}},"permissions":{"network":["db.site.example:5432","setting:server"],"files":["/srv/data"],"display":false,"processes":true},"files":{"Plugin.dll":"HASH","sub/Other.dll":"HASH"}}
        """.Replace("HASH", new string('a', 64), StringComparison.Ordinal);

    [Fact]
    public void A_manifest_is_read_as_it_is_written()
    {
        var manifest = Read(Good);

        Assert.Equal(("audit.file", PluginKind.Audit, new Version(1, 2, 3), "Plugin.dll"), (manifest.Id, manifest.Kind, manifest.Version, manifest.EntryAssembly));
        Assert.Equal(new ContractRange(new Version(1, 0), new Version(2, 0)), manifest.Contract);
        Assert.Equal(PluginHostKind.Broker, Assert.Single(manifest.Hosts));
        Assert.Equal<string>(["db.site.example:5432", "setting:server"], manifest.Permissions.Network);
        Assert.Equal<string>(["/srv/data"], manifest.Permissions.Files);
        Assert.Equal((false, true, 64), (manifest.Permissions.Display, manifest.Permissions.Processes, manifest.MemoryMiB));
        Assert.Equal(["Plugin.dll", "sub/Other.dll"], manifest.Files.Keys);
        Assert.Equal("""{"type":"object","properties":{"path":{"type":"string"}}}""", Encoding.UTF8.GetString(manifest.SettingsSchema.Span));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Good))), manifest.Hash);
        Assert.Null(manifest.Publisher);
    }

    [Theory]
    [InlineData("audit.file", "Audit.file", "id")]
    [InlineData("audit.file", "../audit", "id")]
    [InlineData("audit.file", "audit..file", "id")]
    [InlineData("audit.file", ".audit", "id")]
    [InlineData("audit.file", "", "id")]
    [InlineData("audit.file", "a123456789012345678901234567890123456789012345678901234567890123456789", "id")]
    [InlineData("\"id\":\"audit.file\",", "", "id")]
    [InlineData("\"id\":\"audit.file\"", "\"id\":null", "id")]
    [InlineData("\"id\":\"audit.file\"", "\"id\":7", "$.id")]
    [InlineData("\"audit\"", "\"Audit\"", "kind")]
    [InlineData("\"audit\"", "\"shell\"", "kind")]
    [InlineData("\"audit\"", "1", "$.kind")]
    [InlineData("\"kind\":\"audit\",", "", "kind")]
    [InlineData("1.2.3", "1.2", "version")]
    [InlineData("1.2.3", "1.2.3.4", "version")]
    [InlineData("1.2.3", "1.2.-3", "version")]
    [InlineData("1.2.3", " 1.2.3", "version")]
    [InlineData("1.2.3", "1.02.3", "version")]
    [InlineData("1.2.3", "1.2.3-beta", "version")]
    [InlineData("\"version\":\"1.2.3\",", "", "version")]
    [InlineData("\"2.0\"", "\"1.0\"", "contract.from")]
    [InlineData("\"2.0\"", "\"x\"", "contract.below")]
    [InlineData(",\"below\":\"2.0\"", "", "contract.below")]
    [InlineData("\"1.0\"", "\"1\"", "contract.from")]
    [InlineData("\"contract\":{\"from\":\"1.0\",\"below\":\"2.0\"},", "", "contract")]
    [InlineData("[\"broker\"]", "[]", "hosts")]
    [InlineData("[\"broker\"]", "[\"broker\",\"broker\"]", "hosts")]
    [InlineData("[\"broker\"]", "[\"everywhere\"]", "hosts")]
    [InlineData("[\"broker\"]", "null", "hosts")]
    [InlineData("\"entryAssembly\":\"Plugin.dll\"", "\"entryAssembly\":\"../Plugin.dll\"", "entryAssembly")]
    [InlineData("\"entryAssembly\":\"Plugin.dll\"", "\"entryAssembly\":\"sub/Other.dll\"", "entryAssembly")]
    [InlineData("\"entryAssembly\":\"Plugin.dll\"", "\"entryAssembly\":\"..\\\\Plugin.dll\"", "entryAssembly")]
    [InlineData("\"entryAssembly\":\"Plugin.dll\"", "\"entryAssembly\":\"Plugin.exe\"", "entryAssembly")]
    [InlineData("\"entryAssembly\":\"Plugin.dll\"", "\"entryAssembly\":\".dll\"", "entryAssembly")]
    [InlineData("\"entryAssembly\":\"Plugin.dll\"", "\"entryAssembly\":\"Missing.dll\"", "Missing.dll")]
    [InlineData("\"entryAssembly\":\"Plugin.dll\",", "", "entryAssembly")]
    [InlineData(":64", ":0", "memoryMiB")]
    [InlineData(":64", ":1025", "memoryMiB")]
    [InlineData(":64", ":-1", "memoryMiB")]
    [InlineData(":64", ":1.5", "$.memoryMiB")]
    [InlineData("{\"type\":\"object\",\"properties\"", "{\"type\":\"thing\",\"properties\"", "settings")]
    [InlineData("\"properties\":{", "\"properties\":[],\"x\":{", "settings")]
    [InlineData("\"settings\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}", "\"settings\":\"path\"", "settings")]
    [InlineData("{\"type\":\"string\"}", "{\"$ref\":\"https://other.example/schema\"}", "settings")]
    [InlineData("{\"type\":\"string\"}", "{\"type\":\"string\",\"type\":\"string\"}", "$.settings")]
    [InlineData("db.site.example:5432", "db.site.example", "permissions.network")]
    [InlineData("db.site.example:5432", "http://db.site.example:5432/x", "permissions.network")]
    [InlineData("db.site.example:5432", "db.site.example:65536", "permissions.network")]
    [InlineData("db.site.example:5432", "setting:", "permissions.network")]
    [InlineData("db.site.example:5432", "setting:server", "permissions.network")]
    [InlineData("[\"db.site.example:5432\",\"setting:server\"]", "[null]", "permissions.network")]
    [InlineData("\"kind\":\"audit\"", "\"kind\":\"proxy\"", "permissions.network")]
    [InlineData("/srv/data", "srv/data", "permissions.files")]
    [InlineData("/srv/data", "../data", "permissions.files")]
    [InlineData("\"processes\":true", "\"processes\":\"yes\"", "$.permissions.processes")]
    [InlineData("\"display\":false", "\"screen\":true", "$.permissions.screen")]
    [InlineData("sub/Other.dll", "../Other.dll", "files")]
    [InlineData("sub/Other.dll", "/Other.dll", "files")]
    [InlineData("sub/Other.dll", "sub\\\\Other.dll", "files")]
    [InlineData("sub/Other.dll", "sub//Other.dll", "files")]
    [InlineData("sub/Other.dll", "sub/./Other.dll", "files")]
    [InlineData("sub/Other.dll", ".hidden", "files")]
    [InlineData("sub/Other.dll", "C:/Other.dll", "files")]
    [InlineData("sub/Other.dll", "nul.dll", "files")]
    [InlineData("sub/Other.dll", "sub/Other.", "files")]
    [InlineData("sub/Other.dll", "plugin.json", "files")]
    [InlineData("sub/Other.dll", "plugin.sig", "files")]
    [InlineData("sub/Other.dll", "plugin.DLL", "files")]
    [InlineData("sub/Other.dll", "plugin.dll/x", "files")]
    [InlineData("sub/Other.dll", "X.runtimeconfig.dev.json", "files")]
    [InlineData("sub/Other.dll", "a/b/c/d/e/f/g/h/i", "files")]
    [InlineData("sub/Other.dll", "", "files")]
    [InlineData("sub/Other.dll", "Plugin.dll", "$.files")]
    [InlineData("sub/Other.dll\":\"a", "sub/Other.dll\":\"A", "sub/Other.dll")]
    [InlineData("sub/Other.dll\":\"a", "sub/Other.dll\":\"", "sub/Other.dll")]
    [InlineData("{\"id\"", "{\"unknown\":1,\"id\"", "$.unknown")]
    [InlineData("{\"id\"", "{\"id\":\"other\",\"id\"", "$.id")]
    [InlineData("}\n", "} trailing", "line 1")]
    [InlineData("{\"id\"", "[{\"id\"", "line 1")]
    public void Whatever_departs_from_the_form_is_refused_with_a_sentence_that_names_it(string part, string instead, string names)
    {
        var text = (Good + "\n").Replace(part, instead, StringComparison.Ordinal);
        Assert.NotEqual(Good + "\n", text);

        var refusal = Assert.Throws<PluginRefusedException>(() => Read(text)).Refusal;

        Assert.Equal(PluginRefusalReason.ManifestInvalid, refusal.Reason);
        Assert.Contains("/some/folder", refusal.Sentence, StringComparison.Ordinal);
        Assert.Contains(names, refusal.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("install the plugin again.", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_prefix_of_a_manifest_is_refused_and_none_crashes()
    {
        var text = Good.Trim();
        for (var length = 0; length < text.Length; length++)
            Assert.Throws<PluginRefusedException>(() => Read(text[..length]));
    }

    [Fact]
    public void A_manifest_without_end_is_refused()
    {
        Assert.Throws<PluginRefusedException>(() => Read(Good + new string(' ', 256 * 1024)));
        Assert.Throws<PluginRefusedException>(() => Read(new string('[', 10_000)));
    }

    private static PluginManifest Read(string text) => ManifestReader.Read(Encoding.UTF8.GetBytes(text), "/some/folder");
}
