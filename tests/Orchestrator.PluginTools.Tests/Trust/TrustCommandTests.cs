using Orchestrator.PluginFolders;
using Orchestrator.TestSupport;

namespace Orchestrator.PluginTools.Tests.Trust;

public sealed class TrustCommandTests : IDisposable
{
    private readonly PublisherDesk desk = new();

    public void Dispose() => desk.Dispose();

    private PluginTrust Trust => new PluginTrustFile(Path.Combine(desk.Data, PluginTrustFile.Name)).Read();

    [Fact]
    public async Task A_key_is_trusted_once_and_under_one_name()
    {
        await desk.TrustAsync();
        await desk.TrustAsync();

        Assert.Equal(new TrustedPublisher(PublisherDesk.Name, TestKeys.Technician.Fingerprint), Assert.Single(Trust.Publishers));
        Assert.Contains($"under the name {PublisherDesk.Name}", await ToolRun.RefusedAsync("trust", desk.PublicKey, "--name", "Other", "--data", desk.Data), StringComparison.Ordinal);
        Assert.Single(Trust.Publishers);
    }

    [Fact]
    public async Task A_private_key_or_a_weak_one_is_not_trusted()
    {
        Assert.Contains("holds no public key", await ToolRun.RefusedAsync("trust", desk.PrivateKey, "--name", "A", "--data", desk.Data), StringComparison.Ordinal);
        using var weak = System.Security.Cryptography.RSA.Create(2048);
        var path = Path.Combine(desk.Home, "weak.pub.pem");
        await File.WriteAllTextAsync(path, weak.ExportSubjectPublicKeyInfoPem());

        Assert.Contains("TooSmall", await ToolRun.RefusedAsync("trust", path, "--name", "A", "--data", desk.Data), StringComparison.Ordinal);
        Assert.Empty(Trust.Publishers);
    }

    [Fact]
    public async Task A_pin_only_rises_and_keeps_older_versions_out()
    {
        await desk.ReadyAsync();
        await ToolRun.OfAsync("pin", "test.good", "1.2.0", "--data", desk.Data);
        Assert.Equal(0, (await ToolRun.OfAsync("verify", desk.Package, "--data", desk.Data)).Exit);
        await ToolRun.OfAsync("pin", "test.good", "1.10.0", "--data", desk.Data);

        Assert.Contains("only rises", await ToolRun.RefusedAsync("pin", "test.good", "1.2.0", "--data", desk.Data), StringComparison.Ordinal);
        Assert.Equal(new VersionPin("test.good", new Version(1, 10, 0)), Assert.Single(Trust.Pins));
        Assert.Contains("below 1.10.0", await ToolRun.RefusedAsync("install", desk.Package, "--data", desk.Data, "--yes"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test", "1.0.0")]
    [InlineData("test", "1.0")]
    [InlineData("test", "latest")]
    public async Task What_is_no_id_or_no_version_is_not_pinned(string id, string version)
    {
        await ToolRun.RefusedAsync("pin", id, version, "--data", desk.Data);

        Assert.Empty(Trust.Pins);
    }
}
