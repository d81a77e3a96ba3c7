using System.Security.Cryptography;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginTools.Tests.Keys;

public sealed class KeygenTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keygen-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_key_pair_fits_and_its_private_half_is_for_its_owner_alone()
    {
        var path = Path.Combine(folder, "acme.pem");

        var run = await ToolRun.OfAsync("keygen", "--out", path);

        using var key = PrivateKeyFile.Decrypt(await File.ReadAllTextAsync(path), ToolRun.Passphrase);
        using var open = RSA.Create();
        open.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(folder, "acme.pub.pem")));
        Assert.Equal(key.Fingerprint, KeyFingerprint.OfSpki(open.ExportSubjectPublicKeyInfo()));
        Assert.Equal(3072, key.Public.Bits);
        Assert.Contains(ShortFingerprint.Of(key.Fingerprint.Hex), run.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("acme.pem")]
    [InlineData("acme.pub.pem")]
    public async Task A_key_that_is_there_is_never_overwritten(string existing)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, existing), "mine");

        var refused = await Assert.ThrowsAsync<PluginToolException>(() => ToolRun.OfAsync("keygen", "--out", Path.Combine(folder, "acme.pem")));

        Assert.Contains("never overwritten", refused.Message, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(folder, existing)], Directory.GetFiles(folder));
    }
}
