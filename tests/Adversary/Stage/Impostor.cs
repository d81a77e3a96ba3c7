using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Stage;

/// <summary>Runs handshakes of its own against one end, with whatever keys the attack holds.</summary>
internal static class Impostor
{
    /// <summary>Poses as the technician, under a ticket that the instrument was given. Completes when the instrument believed him; never otherwise.</summary>
    public static Task<HandshakeResult> PoseAsTechnicianAsync(SupportCase it, byte[] ticket, RsaIdentity key, ReadOnlyMemory<byte> identity) => RunAsync(
        it,
        Victim.Instrument,
        new HandshakeInitiator(new HandshakeSettings(HandshakeContext.ForTicket(ticket), key, identity, new ExpectedKeyVerifier(it.Instrument.Key.Fingerprint), SystemRandomSource.Instance)));

    /// <summary>Poses as the instrument, under the ticket that the console was given.</summary>
    public static Task<HandshakeResult> PoseAsInstrumentAsync(SupportCase it, byte[] ticket, RsaIdentity key, ReadOnlyMemory<byte> identity) => RunAsync(
        it, Victim.Console, new HandshakeResponder(new HandshakeSettings(HandshakeContext.ForTicket(ticket), key, identity, new AnybodyVerifier(), SystemRandomSource.Instance)));

    /// <summary>Plays a machine against a victim: takes every handshake record that the victim sends.</summary>
    public static async Task<HandshakeResult> RunAsync(SupportCase it, Victim victim, HandshakeMachine machine)
    {
        var done = new TaskCompletionSource<HandshakeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var others = it.Middle.Intercept;
        it.Middle.Intercept = async frame =>
        {
            if (frame.To == victim || frame.Header.Type != FrameType.PeerHandshake || done.Task.IsCompleted)
            {
                return others is not null && await others(frame);
            }

            var step = machine.Receive(frame.Bytes);
            if (!step.Reply.IsEmpty)
            {
                await it.PutAsync(victim, step.Reply.ToArray());
            }

            if (step.Progress == HandshakeProgress.Completed)
            {
                done.TrySetResult(machine.TakeResult());
            }

            return true;
        };
        if (machine is HandshakeInitiator initiator)
        {
            await it.PutAsync(victim, initiator.Start().ToArray());
        }

        return await done.Task;
    }

    /// <summary>Whoever comes is who he says.</summary>
    private sealed class AnybodyVerifier : IPeerVerifier
    {
        public PeerVerdict Verify(ReadOnlyMemory<byte> identity)
        {
            using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(identity.Span);
            return PeerVerdict.Accept(RsaPublic.Import(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        }
    }
}
