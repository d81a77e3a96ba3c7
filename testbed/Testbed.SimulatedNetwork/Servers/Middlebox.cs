using System.Net.Security;
using System.Security.Authentication;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.SimulatedNetwork.Network;
using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>What answers at the broker's address: the broker itself, something before it, or something in its place.</summary>
internal sealed class Middlebox(MiddleboxSetup setup, BrokerBridge broker, SiteCertificates certificates, Internet internet)
{
    /// <summary>Serves one connection.</summary>
    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (setup.Hangs)
        {
            using var waiting = internet.Quiet.Wait();
            await OddAnswers.DrainAsync(stream, cancellationToken);
            return;
        }

        if (setup.Certificate is { } kind)
        {
            await using var outer = new SslStream(stream);
            await outer.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificates.For(kind),
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ApplicationProtocols = [SslApplicationProtocol.Http11],
                },
                cancellationToken);
            await InsideAsync(outer, stream, cancellationToken);
            return;
        }

        if (setup.Answers is { } answer)
        {
            await AnswerAsync(answer, stream, stream, cancellationToken);
            return;
        }

        await using var inner = await broker.ConnectAsync(cancellationToken);
        await Relay.RunAsync(stream, inner, Idle, internet.Time, cancellationToken);
    }

    private TimeSpan? Idle => setup.CutsIdleAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private async Task InsideAsync(SslStream outer, Stream raw, CancellationToken cancellationToken)
    {
        if (setup.Answers is { } answer)
        {
            await AnswerAsync(answer, outer, raw, cancellationToken);
            return;
        }

        await using var inner = new SslStream(await broker.ConnectAsync(cancellationToken));
        await inner.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = SiteNames.Broker,
                ApplicationProtocols = [SslApplicationProtocol.Http11],
                CertificateChainPolicy = certificates.VendorPolicy(),
            },
            cancellationToken);
        if (setup.StripsUpgrades || setup.BuffersBodies)
            await new HttpInspection(setup).RunAsync(outer, inner, cancellationToken);
        else
            await Relay.RunAsync(outer, inner, Idle, internet.Time, cancellationToken);
    }

    private async Task AnswerAsync(OddAnswer answer, Stream stream, Stream raw, CancellationToken cancellationToken)
    {
        using var waiting = answer == OddAnswer.Hang ? internet.Quiet.Wait() : null;
        await OddAnswers.GiveAsync(answer, stream, () => Resets.Reset(raw), cancellationToken);
    }
}
