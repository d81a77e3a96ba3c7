using System.Security.Cryptography;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Plugins;
using Orchestrator.Trust.Certificates;

namespace Orchestrator.PluginTools.Tests;

/// <summary>A publisher's folder with his key, a built plugin, and a program's data folder beside it.</summary>
internal sealed class PublisherDesk : IDisposable
{
    public const string Name = "Example Laboratory";

    public PublisherDesk()
    {
        Home = Directory.CreateTempSubdirectory("desk-").FullName;
        Built = Path.Combine(Home, "out");
        Data = Directory.CreateDirectory(Path.Combine(Home, "data")).FullName;
        PrivateKey = Path.Combine(Home, "publisher.key.pem");
        PublicKey = Path.Combine(Home, "publisher.pub.pem");
        Package = Path.Combine(Home, "test.good-1.2.0.orchestrator-plugin");
        TestPluginFolder.Copy("Good", Built);
        File.WriteAllText(PrivateKey, PrivateKeyFile.Encrypt(TestKeys.Technician, ToolRun.Passphrase));
        File.WriteAllText(PublicKey, PemEncoding.WriteString("PUBLIC KEY", TestKeys.Technician.Public.Spki.Span));
    }

    public string Home { get; }

    public string Built { get; }

    public string Data { get; }

    public string PrivateKey { get; }

    public string PublicKey { get; }

    public string Package { get; }

    public string Installed => Path.Combine(Data, "plugins", "test.good", "1.2.0");

    public Task<ToolRun> PackAsync() => ToolRun.OfAsync("pack", Built, "--out", Home);

    public Task<ToolRun> SignAsync() => ToolRun.OfAsync("sign", Package, "--key", PrivateKey, "--publisher", Name);

    public Task<ToolRun> TrustAsync() => ToolRun.OfAsync("trust", PublicKey, "--name", Name, "--data", Data);

    /// <summary>A signed package and a program that trusts its publisher.</summary>
    public async Task ReadyAsync()
    {
        await PackAsync();
        await SignAsync();
        await TrustAsync();
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
