using System.Net.Security;
using System.Security.Authentication;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>A captive portal: takes every connection as its own and sends whoever asks to its page.</summary>
internal sealed class Portal(PortalKind kind, SiteCertificates certificates)
{
    private const string Name = "portal.lab.test";

    /// <summary>Serves one connection.</summary>
    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (kind == PortalKind.Plain)
        {
            await OddAnswers.GiveAsync(OddAnswer.Redirect, stream, () => { }, cancellationToken);
            return;
        }

        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificateContext = certificates.SelfSigned(Name), EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
            cancellationToken);
        await OddAnswers.GiveAsync(OddAnswer.Redirect, tls, () => { }, cancellationToken);
    }
}
