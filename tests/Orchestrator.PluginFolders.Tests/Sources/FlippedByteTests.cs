using Orchestrator.TestSupport;

namespace Orchestrator.PluginFolders.Tests.Sources;

/// <summary>Whichever byte of an installed plugin changes, and however: it is refused.</summary>
public sealed class FlippedByteTests
{
    private const int Seed = 20811;

    [Theory]
    [InlineData("plugin.json")]
    [InlineData("plugin.sig")]
    [InlineData("Small.dll")]
    [InlineData("sub/Words.txt")]
    public void Not_one_byte_may_differ(string file)
    {
        using var package = new SmallPackage();
        var random = new SeededRandom(Seed);
        var source = package.Source;
        var path = Path.Combine(package.Folder, file);
        var right = File.ReadAllBytes(path);
        Span<byte> mask = stackalloc byte[1];
        for (var place = 0; place < right.Length; place++)
        {
            random.Fill(mask);
            var wrong = right.ToArray();
            wrong[place] ^= (byte)(mask[0] | 1);
            File.WriteAllBytes(path, wrong);

            var listing = source.List();

            Assert.True(listing.Plugins.IsEmpty && listing.Refusals.Length == 1, $"Byte {place} of {file}, {right[place]} to {wrong[place]}, seed {Seed}");
        }

        File.WriteAllBytes(path, right);
        Assert.Single(source.List().Plugins);
    }

    [Theory]
    [InlineData("plugin.json")]
    [InlineData("plugin.sig")]
    [InlineData("Small.dll")]
    public void Nor_may_one_be_missing_or_added(string file)
    {
        using var package = new SmallPackage();
        var path = Path.Combine(package.Folder, file);
        var right = File.ReadAllBytes(path);

        foreach (var wrong in (byte[][])[right[..^1], right[1..], [.. right, (byte)'\n'], [(byte)' ', .. right]])
        {
            File.WriteAllBytes(path, wrong);
            package.Refusal();
        }
    }
}
