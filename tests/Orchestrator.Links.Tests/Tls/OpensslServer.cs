using System.Security.Cryptography.X509Certificates;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Tls;

/// <summary>OpenSSL's own server on the loopback interface: it shows what .NET's server refuses to show.</summary>
internal sealed class OpensslServer : IAsyncDisposable
{
    private readonly ExternalProcess process;
    private readonly string folder;

    private OpensslServer(ExternalProcess process, string folder, int port) => (this.process, this.folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>Shows a chain, the server's own certificate first.</summary>
    /// <param name="chain">The first one has its key.</param>
    /// <param name="arguments">More for <c>openssl s_server</c>.</param>
    public static async Task<OpensslServer> StartAsync(IReadOnlyList<X509Certificate2> chain, params string[] arguments)
    {
        RealComponent.Require("openssl");
        var folder = Directory.CreateTempSubdirectory("openssl-server-").FullName;
        var (certificate, key, above) = (Path.Combine(folder, "server.pem"), Path.Combine(folder, "key.pem"), Path.Combine(folder, "above.pem"));
        await File.WriteAllTextAsync(certificate, chain[0].ExportCertificatePem());
        await File.WriteAllTextAsync(key, Key(chain[0]));
        await File.WriteAllTextAsync(above, string.Concat(chain.Skip(1).Select(one => one.ExportCertificatePem() + "\n")));
        string[] more = chain.Count > 1 ? ["-cert_chain", above] : [];
        var port = FreePort.Take();
        var server = new OpensslServer(
            ExternalProcess.Start("openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", certificate, "-key", key, "-quiet", "-cipher", "ALL:@SECLEVEL=0", .. more, .. arguments]),
            folder,
            port);
        try
        {
            await FreePort.WaitUntilListeningAsync(port, server.process);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Key(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPrivateKey();
        using var curve = certificate.GetECDsaPrivateKey();
        return rsa?.ExportPkcs8PrivateKeyPem() ?? curve!.ExportPkcs8PrivateKeyPem();
    }
}
