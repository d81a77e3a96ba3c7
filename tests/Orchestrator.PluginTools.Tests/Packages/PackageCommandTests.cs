using System.Text.Json;
using Orchestrator.TestSupport;

namespace Orchestrator.PluginTools.Tests.Packages;

/// <summary>From a build's output to an installed plugin, and every place where somebody is told no.</summary>
public sealed class PackageCommandTests : IDisposable
{
    private readonly PublisherDesk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task A_plugin_is_packed_signed_trusted_verified_and_installed()
    {
        Assert.Contains("test.good 1.2.0", (await desk.PackAsync()).Output, StringComparison.Ordinal);
        Assert.Contains($"signed by {PublisherDesk.Name}", (await desk.SignAsync()).Output, StringComparison.Ordinal);
        Assert.Contains("may be loaded from now on", (await desk.TrustAsync()).Output, StringComparison.Ordinal);
        var verified = await ToolRun.OfAsync("verify", desk.Package, "--data", desk.Data);
        Assert.Equal(0, verified.Exit);
        Assert.Contains("test.good 1.2.0 is good", verified.Output, StringComparison.Ordinal);

        var installed = await ToolRun.OfAsync("install", desk.Package, "--data", desk.Data, "--yes");

        Assert.Contains(desk.Installed, installed.Output, StringComparison.Ordinal);
        Assert.Contains("nothing enforces it", installed.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(desk.Installed, "plugin.sig")));
        Assert.Contains("never overwritten", await ToolRun.RefusedAsync("install", desk.Package, "--data", desk.Data, "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_and_trust_file_can_be_named_each()
    {
        await desk.PackAsync();
        await desk.SignAsync();
        var trust = Path.Combine(desk.Home, "trust.json");
        await ToolRun.OfAsync("trust", desk.PublicKey, "--name", PublisherDesk.Name, "--trust", trust);

        await ToolRun.OfAsync("install", desk.Package, "--to", Path.Combine(desk.Home, "folder"), "--trust", trust, "--yes");

        Assert.True(Directory.Exists(Path.Combine(desk.Home, "folder", "test.good", "1.2.0")));
        Assert.Contains("--trust FILE, or --data DIR", await ToolRun.RefusedAsync("verify", desk.Package), StringComparison.Ordinal);
        Assert.Contains("--to DIR", await ToolRun.RefusedAsync("install", desk.Package, "--trust", trust), StringComparison.Ordinal);
        Assert.Contains("lies inside", await ToolRun.RefusedAsync("install", desk.Package, "--trust", trust, "--to", desk.Home), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_publisher_is_a_stranger_is_neither_verified_nor_installed()
    {
        await desk.PackAsync();
        await desk.SignAsync();

        var verified = await ToolRun.OfAsync("verify", desk.Package, "--data", desk.Data);

        Assert.Equal(1, verified.Exit);
        Assert.Contains($"signed by \"{PublisherDesk.Name}\"", verified.Error, StringComparison.Ordinal);
        Assert.Contains("doesn't trust", await ToolRun.RefusedAsync("install", desk.Package, "--data", desk.Data, "--yes"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(desk.Data, "plugins")));
    }

    [Fact]
    public async Task An_unsigned_package_is_not_installed()
    {
        await desk.PackAsync();
        await desk.TrustAsync();

        Assert.Contains("isn't signed", await ToolRun.RefusedAsync("install", desk.Package, "--data", desk.Data, "--yes"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("Y", true)]
    [InlineData("no", false)]
    [InlineData("", false)]
    [InlineData("yes please", false)]
    public async Task A_person_is_asked(string answer, bool installs)
    {
        await desk.ReadyAsync();

        var run = ToolRun.OfAsync(["install", desk.Package, "--data", desk.Data], answer + "\n", isInteractive: true);

        if (installs)
            Assert.Contains("Install it?", (await run).Error, StringComparison.Ordinal);
        else
            Assert.Equal("Nothing was installed.", (await Assert.ThrowsAsync<PluginToolException>(() => run)).Message);
        Assert.Equal(installs, Directory.Exists(desk.Installed));
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_is_installed()
    {
        await desk.ReadyAsync();

        var refused = await Assert.ThrowsAsync<PluginToolException>(() => ToolRun.OfAsync(["install", desk.Package, "--data", desk.Data], "yes\n", isInteractive: false));

        Assert.Contains("--yes", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(desk.Installed));
    }

    [Fact]
    public async Task What_a_package_is_and_asks_for_is_shown_to_people_and_to_programs()
    {
        var manifest = Path.Combine(desk.Built, "plugin.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("\"entryAssembly\"", "\"permissions\": { \"processes\": true }, \"entryAssembly\"", StringComparison.Ordinal));
        await desk.PackAsync();
        Assert.Contains("Signed by   nobody", (await ToolRun.OfAsync("inspect", desk.Package)).Output, StringComparison.Ordinal);
        await desk.SignAsync();

        var table = (await ToolRun.OfAsync("inspect", desk.Package)).Output;
        using var json = JsonDocument.Parse((await ToolRun.OfAsync("inspect", desk.Package, "--json")).Output);

        Assert.Contains("It starts other programs on this computer.", table, StringComparison.Ordinal);
        Assert.Contains($"Signed by   {PublisherDesk.Name}, key ", table, StringComparison.Ordinal);
        Assert.Contains("Orchestrator.Plugins.Test.Good.dll", table, StringComparison.Ordinal);
        Assert.Equal("test.good", json.RootElement.GetProperty("id").GetString());
        Assert.Equal(TestKeys.Technician.Fingerprint.Hex, json.RootElement.GetProperty("key").GetString());
        Assert.True(json.RootElement.GetProperty("permissions").GetProperty("processes").GetBoolean());
        Assert.Equal(64, json.RootElement.GetProperty("files").GetProperty("Orchestrator.Plugins.Test.Good.dll").GetString()!.Length);
    }

    [Fact]
    public async Task A_wrong_passphrase_or_no_key_signs_nothing()
    {
        await desk.PackAsync();
        var before = await File.ReadAllBytesAsync(desk.Package);
        var secret = Path.Combine(desk.Home, "passphrase");
        await File.WriteAllTextAsync(secret, "something else altogether\nsecond line\n");

        Assert.Contains("passphrase is wrong", await ToolRun.RefusedAsync("sign", desk.Package, "--key", desk.PrivateKey, "--publisher", PublisherDesk.Name, "--passphrase-file", secret), StringComparison.Ordinal);
        Assert.Contains("no encrypted private key", await ToolRun.RefusedAsync("sign", desk.Package, "--key", desk.PublicKey, "--publisher", PublisherDesk.Name), StringComparison.Ordinal);
        await ToolRun.RefusedAsync("sign", desk.Package, "--key", Path.Combine(desk.Home, "nowhere"), "--publisher", PublisherDesk.Name);
        Assert.Contains("visible characters", await ToolRun.RefusedAsync("sign", desk.Package, "--key", desk.PrivateKey, "--publisher", " "), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(desk.Package));

        await File.WriteAllTextAsync(secret, ToolRun.Passphrase + "\r\nsecond line\n");
        await ToolRun.OfAsync("sign", desk.Package, "--key", desk.PrivateKey, "--publisher", PublisherDesk.Name, "--passphrase-file", secret);
        Assert.Contains("signed already", await ToolRun.RefusedAsync("sign", desk.Package, "--key", desk.PrivateKey, "--publisher", PublisherDesk.Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_or_a_package_that_is_can_not_be_packed()
    {
        Assert.Contains("There is no folder", await ToolRun.RefusedAsync("pack", Path.Combine(desk.Home, "nowhere")), StringComparison.Ordinal);
        await desk.PackAsync();
        Assert.Contains(desk.Package, await ToolRun.RefusedAsync("pack", desk.Built, "--out", desk.Home), StringComparison.Ordinal);
    }
}
