using System.IO.Compression;
using Orchestrator.PluginHosting;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginFolders.Tests.Packages;

/// <summary>A package file from a stranger: refused with a sentence, whatever is in it, before anything is written.</summary>
public sealed class ZipAttackTests : IDisposable
{
    private const int Seed = 77120;
    private readonly SmallPackage package = new();

    public void Dispose() => package.Dispose();

    [Fact]
    public void A_package_that_another_zip_writer_made_is_as_good() =>
        Assert.Equal("audit.small 1.0.0", Verify(package.Zip()).ToString());

    [Theory]
    [InlineData("../evil.dll")]
    [InlineData("sub/../../evil.dll")]
    [InlineData("/etc/evil.dll")]
    [InlineData("..\\evil.dll")]
    [InlineData("C:/evil.dll")]
    [InlineData("sub/")]
    [InlineData(".evil")]
    [InlineData("sub//evil.dll")]
    [InlineData("small.DLL")]
    [InlineData("SUB/words.txt")]
    [InlineData("Small.dll")]
    [InlineData("plugin.json")]
    [InlineData("Plugin.Json")]
    [InlineData("Small.dll/evil")]
    [InlineData("aux.txt")]
    public void Names_that_lead_out_hide_or_come_twice(string name)
    {
        var refusal = Refusal(package.Zip(archive => Add(archive, name, "evil")));

        Assert.Equal(PluginRefusalReason.PackageInvalid, refusal.Reason);
        Assert.EndsWith("Get it again from its publisher.", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_too_many_is_one_that_nobody_signed() =>
        Assert.Equal(PluginRefusalReason.FileExtra, Refusal(package.Zip(archive => Add(archive, "more.txt", "more"))).Reason);

    [Fact]
    public void A_link() =>
        Assert.Contains("is a link", Refusal(package.Zip(archive => Add(archive, "link", "/etc/passwd").ExternalAttributes = unchecked((int)0xA1FF0000))).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_bomb() =>
        Assert.Contains("100 times", Refusal(package.Zip(archive => Add(archive, "bomb", new string('0', 4 * 1024 * 1024)))).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Files_without_end()
    {
        var zip = package.Zip(archive =>
        {
            for (var file = 0; file < PackageLimits.Files; file++)
                Add(archive, $"f{file}", "");
        });

        Assert.Contains("more than 512 files", Refusal(zip).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_lies()
    {
        var zip = package.Zip(level: CompressionLevel.NoCompression);
        var bytes = File.ReadAllBytes(zip);
        var name = "Small.dll"u8;
        var central = bytes.AsSpan().LastIndexOf(name) - 46;
        BitConverter.TryWriteBytes(bytes.AsSpan(central + 24), 5);
        File.WriteAllBytes(zip, bytes);

        Assert.Contains(Refusal(zip).Reason, (PluginRefusalReason[])[PluginRefusalReason.FileChanged, PluginRefusalReason.PackageInvalid]);
    }

    [Fact]
    public void No_file_and_no_zip()
    {
        Assert.Contains("there is no such file", Refusal(Path.Combine(package.Home, "nowhere")).Sentence, StringComparison.Ordinal);
        var text = Path.Combine(package.Home, "text");
        File.WriteAllText(text, "PK, but no zip");
        Assert.Equal(PluginRefusalReason.PackageInvalid, Refusal(text).Reason);
    }

    [Fact]
    public void Damage_anywhere_is_refused_or_leaves_the_same_plugin_and_never_crashes()
    {
        var zip = package.Zip();
        var right = File.ReadAllBytes(zip);
        var hash = Verify(zip).Hash;
        var random = new SeededRandom(Seed);
        Span<byte> mask = stackalloc byte[1];
        var refused = 0;
        for (var place = 0; place < right.Length; place++)
        {
            random.Fill(mask);
            var wrong = right.ToArray();
            wrong[place] ^= (byte)(mask[0] | 1);
            refused += IsRefused(zip, wrong, hash, $"byte {place}, seed {Seed}");
            if (place % 16 == 0)
                refused += IsRefused(zip, right[..place], hash, $"cut at {place}");
        }

        // Times, rights and the like may differ; names, lengths and content may not.
        Assert.True(refused > right.Length / 2, $"{refused} of {right.Length} refused");
    }

    private static int IsRefused(string zip, byte[] bytes, string? hash, string how)
    {
        File.WriteAllBytes(zip, bytes);
        try
        {
            Assert.True(Verify(zip).Hash == hash, how);
            return 0;
        }
        catch (PluginRefusedException)
        {
            return 1;
        }
    }

    private static PluginManifest Verify(string zip)
    {
        using var opened = PluginPackage.Open(zip);
        return opened.Verify(PluginTrust.Nobody.With(TestPublisher.Known.Trusted));
    }

    private static PluginRefusal Refusal(string zip) => Assert.Throws<PluginRefusedException>(() => Verify(zip)).Refusal;

    private static ZipArchiveEntry Add(ZipArchive archive, string name, string content)
    {
        var entry = archive.CreateEntry(name);
        using var writer = new StreamWriter(entry.Open());
        writer.Write(content);
        return entry;
    }
}
