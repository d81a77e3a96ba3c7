using System.Text;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Good = """
        {"id":"audit.file","kind":"audit","version":"1.2.3","contract":{"from":"1.0","below":"2.0"},"hosts":["broker"],"entryAssembly":"Plugin.dll","destinations":["db.site.example:5432"]}
        """;

    [Fact]
    public void A_manifest_is_read_as_it_is_written()
    {
        var manifest = Read(Good);

        Assert.Equal(("audit.file", PluginKind.Audit, new Version(1, 2, 3), "Plugin.dll"), (manifest.Id, manifest.Kind, manifest.Version, manifest.EntryAssembly));
        Assert.Equal(new ContractRange(new Version(1, 0), new Version(2, 0)), manifest.Contract);
        Assert.Equal(PluginHostKind.Broker, Assert.Single(manifest.Hosts));
        Assert.Equal("db.site.example:5432", Assert.Single(manifest.Destinations));
    }

    [Theory]
    [InlineData("audit.file", "Audit.file")]
    [InlineData("audit.file", "../audit")]
    [InlineData("audit.file", "audit..file")]
    [InlineData("audit.file", ".audit")]
    [InlineData("audit.file", "")]
    [InlineData("audit.file", "a123456789012345678901234567890123456789012345678901234567890123456789")]
    [InlineData("\"audit\"", "\"Audit\"")]
    [InlineData("\"audit\"", "\"shell\"")]
    [InlineData("\"audit\"", "1")]
    [InlineData("1.2.3", "1.2")]
    [InlineData("1.2.3", "1.2.3.4")]
    [InlineData("1.2.3", "1.2.-3")]
    [InlineData("1.2.3", " 1.2.3")]
    [InlineData("1.2.3", "1.02.3")]
    [InlineData("1.2.3", "1.2.3-beta")]
    [InlineData("\"2.0\"", "\"1.0\"")]
    [InlineData("\"2.0\"", "\"x\"")]
    [InlineData(",\"below\":\"2.0\"", "")]
    [InlineData("[\"broker\"]", "[]")]
    [InlineData("[\"broker\"]", "[\"broker\",\"broker\"]")]
    [InlineData("[\"broker\"]", "[\"everywhere\"]")]
    [InlineData("[\"broker\"]", "null")]
    [InlineData("Plugin.dll", "../Plugin.dll")]
    [InlineData("Plugin.dll", "sub/Plugin.dll")]
    [InlineData("Plugin.dll", "..\\\\Plugin.dll")]
    [InlineData("Plugin.dll", "Plugin.exe")]
    [InlineData("Plugin.dll", ".dll")]
    [InlineData("db.site.example:5432", "db.site.example")]
    [InlineData("db.site.example:5432", "http://db.site.example:5432/x")]
    [InlineData("\"kind\":\"audit\"", "\"kind\":\"proxy\"")]
    [InlineData("{\"id\"", "{\"unknown\":1,\"id\"")]
    [InlineData("{\"id\"", "{\"id\":\"other\",\"id\"")]
    [InlineData("\"id\":\"audit.file\",", "")]
    [InlineData("\"id\":\"audit.file\"", "\"id\":null")]
    [InlineData("}\n", "} trailing")]
    [InlineData("{\"id\"", "[{\"id\"")]
    public void Whatever_departs_from_the_form_is_refused_with_a_sentence(string part, string instead)
    {
        var text = (Good + "\n").Replace(part, instead, StringComparison.Ordinal);
        Assert.NotEqual(Good + "\n", text);

        var refusal = Assert.Throws<PluginRefusedException>(() => Read(text)).Refusal;

        Assert.Equal(PluginRefusalReason.ManifestInvalid, refusal.Reason);
        Assert.Contains("/some/folder", refusal.Sentence, StringComparison.Ordinal);
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
        Assert.Throws<PluginRefusedException>(() => Read(Good + new string(' ', 16 * 1024)));
        Assert.Throws<PluginRefusedException>(() => Read(new string('[', 10_000)));
    }

    private static PluginManifest Read(string text) => ManifestReader.Read(Encoding.UTF8.GetBytes(text), "/some/folder");
}
