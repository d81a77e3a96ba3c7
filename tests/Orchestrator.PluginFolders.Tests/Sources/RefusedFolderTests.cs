using System.Text.Json.Nodes;
using Orchestrator.PluginHosting;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginFolders.Tests.Sources;

/// <summary>Each way in which a folder can be wrong has its own reason and its own sentence, with what to do.</summary>
public sealed class RefusedFolderTests : IDisposable
{
    private readonly SmallPackage package = new();

    public void Dispose() => package.Dispose();

    [Fact]
    public void A_package_that_nobody_touched_is_listed_with_its_publisher_and_its_hash()
    {
        var manifest = Assert.Single(package.Source.List().Plugins);

        Assert.Equal(new PluginPublisher(TestPublisher.Known.Name, TestPublisher.Known.Key.Fingerprint), manifest.Publisher);
        Assert.Equal(64, manifest.Hash!.Length);
    }

    [Fact]
    public void Without_signature()
    {
        File.Delete(Path.Combine(package.Folder, "plugin.sig"));

        Is(PluginRefusalReason.SignatureMissing, "it isn't signed", "Get a signed package");
    }

    [Fact]
    public void Without_signature_where_that_is_allowed()
    {
        File.Delete(Path.Combine(package.Folder, "plugin.sig"));
        var source = new FolderPluginSource(package.Root, package.TrustFile, allowUnsigned: true);

        Assert.Null(Assert.Single(source.List().Plugins).Publisher);

        package.Write("Small.dll", "other bytes");
        Assert.Equal(PluginRefusalReason.FileChanged, package.Refusal(source).Reason);
    }

    [Fact]
    public void By_a_stranger_even_where_no_signature_is_needed()
    {
        TestPublisher.Stranger.SignManifest(package.Folder);

        Is(PluginRefusalReason.PublisherUnknown, "\"Stranger\"", "plugins trust");
        Assert.Equal(PluginRefusalReason.PublisherUnknown, package.Refusal(new FolderPluginSource(package.Root, package.TrustFile, allowUnsigned: true)).Reason);
    }

    [Fact]
    public void By_a_known_key_under_another_name()
    {
        new TestPublisher("Somebody else", () => TestPublisher.Known.Key).SignManifest(package.Folder);

        Is(PluginRefusalReason.PublisherUnknown, "calls himself \"Somebody else\"", "correct one of the two");
    }

    [Fact]
    public void With_a_signature_of_another_manifest()
    {
        using var other = new SmallPackage(SmallPackage.Manifest.Replace("below\":\"2.0", "below\":\"3.0", StringComparison.Ordinal));
        File.Copy(Path.Combine(other.Folder, "plugin.sig"), Path.Combine(package.Folder, "plugin.sig"), overwrite: true);

        Is(PluginRefusalReason.SignatureInvalid, "isn't what Test publisher signed", "Get it again");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"publisher\":\"Test publisher\",\"key\":\"AAAA\",\"signature\":\"AAAA\"}")]
    public void With_something_that_is_no_signature(string text)
    {
        package.Write("plugin.sig", text);

        Is(PluginRefusalReason.SignatureInvalid, "plugin.sig", "Get it again");
    }

    [Fact]
    public void With_a_file_changed_missing_or_too_many()
    {
        package.Write("sub/Words.txt", "other words");
        Is(PluginRefusalReason.FileChanged, "sub/Words.txt was changed", "Install it again");

        File.Delete(Path.Combine(package.Folder, "sub/Words.txt"));
        Is(PluginRefusalReason.FileMissing, "sub/Words.txt", "Install it again");

        package.Write("sub/Words.txt", "some words");
        package.Write("sub/More.txt", "");
        Is(PluginRefusalReason.FileExtra, "sub/More.txt isn't in its manifest", "Install it again");
    }

    [Fact]
    public void With_a_link_in_the_place_of_a_file_or_folder()
    {
        var words = Path.Combine(package.Folder, "sub", "Words.txt");
        File.Move(words, Path.Combine(package.Home, "Words.txt"));
        File.CreateSymbolicLink(words, Path.Combine(package.Home, "Words.txt"));
        Is(PluginRefusalReason.FileExtra, "sub/Words.txt is a link", "Install the plugin again");

        File.Delete(words);
        Directory.CreateSymbolicLink(Path.Combine(package.Folder, "more"), package.Home);
        Is(PluginRefusalReason.FileExtra, "more is a link", "Install the plugin again");
    }

    [Fact]
    public void With_an_empty_folder_or_a_hidden_file()
    {
        Directory.CreateDirectory(Path.Combine(package.Folder, "nothing"));
        Is(PluginRefusalReason.FileExtra, "nothing/ is an empty folder", "Install the plugin again");

        Directory.Delete(Path.Combine(package.Folder, "nothing"));
        package.Write(".hidden", "");
        Is(PluginRefusalReason.FileExtra, ".hidden", "Install the plugin again");
    }

    [Fact]
    public void Below_its_pin_although_everything_else_is_right()
    {
        package.TrustFile.Write(package.TrustFile.Read().With(new VersionPin("audit.small", new Version(1, 0, 1))));
        Is(PluginRefusalReason.BelowPin, "below 1.0.1", "Install 1.0.1 or a later one");

        package.TrustFile.Write(package.TrustFile.Read().With(new VersionPin("audit.small", new Version(1, 0, 0))));
        Assert.Single(package.Source.List().Plugins);
    }

    [Fact]
    public void While_the_trust_file_cannot_be_read()
    {
        File.WriteAllText(package.TrustFile.Path, "{");

        Is(PluginRefusalReason.TrustUnreadable, "nobody is trusted now", "Correct it");
    }

    [Fact]
    public void When_a_field_of_a_signed_manifest_is_wrong()
    {
        using var broken = new SmallPackage(SmallPackage.Manifest.Replace("\"audit\"", "\"shell\"", StringComparison.Ordinal));

        Assert.Equal(PluginRefusalReason.ManifestInvalid, broken.Refusal().Reason);
    }

    [Fact]
    public void When_the_manifest_is_exchanged_after_the_listing()
    {
        var source = package.Source;
        var listed = Assert.Single(source.List().Plugins);
        var path = Path.Combine(package.Folder, "plugin.json");
        var text = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        text["permissions"] = new JsonObject { ["processes"] = true };
        File.WriteAllText(path, text.ToJsonString());
        TestPublisher.Known.SignManifest(package.Folder);

        var refusal = Assert.Throws<PluginRefusedException>(() => source.Load(listed)).Refusal;

        Assert.Equal(PluginRefusalReason.FileChanged, refusal.Reason);
        Assert.Contains("another one than a moment ago", refusal.Sentence, StringComparison.Ordinal);
    }

    private void Is(PluginRefusalReason reason, string why, string remedy)
    {
        var refusal = package.Refusal();

        Assert.Equal(reason, refusal.Reason);
        Assert.Equal(("audit.small", new Version(1, 0, 0)), (refusal.Plugin, refusal.Version));
        Assert.Contains(why, refusal.Sentence, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal.Sentence, StringComparison.Ordinal);
    }
}
