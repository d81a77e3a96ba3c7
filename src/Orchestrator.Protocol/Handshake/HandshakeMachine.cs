using System.Security.Cryptography;
using Orchestrator.Trust;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// What initiator and responder share: one message in, at most one out, and a first failure that sticks and destroys every secret. One machine runs one handshake; it is not
/// for several threads. Nothing here waits or looks at a clock: the caller drops a handshake that takes longer than <see cref="ProtocolLimits.HandshakeTimeout"/>.
/// </summary>
public abstract class HandshakeMachine : IDisposable
{
    private HandshakeResult? _result;
    private HandshakeStep _over;
    private bool _isOver;

    private protected HandshakeMachine(HandshakeSettings settings, int firstExpected)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Identity.Length is 0 or > ProtocolLimits.MaxIdentity)
            throw new ArgumentException($"An identity has 1 to {ProtocolLimits.MaxIdentity} bytes, not {settings.Identity.Length}.", nameof(settings));
        if (settings.Key.Public.BlockSize > ProtocolLimits.MaxRsaBytes)
            throw new ArgumentException($"A handshake takes RSA keys up to {ProtocolLimits.MaxRsaBytes * 8} bits.", nameof(settings));
        Settings = settings;
        Expected = firstExpected;
        Schedule = new HandshakeSchedule(settings.Context);
        Th0 = Schedule.Transcript;
    }

    private protected HandshakeSettings Settings { get; }

    private protected HandshakeProfile Profile => Settings.Context.Profile;

    private protected HandshakeSchedule Schedule { get; }

    private protected ReadOnlyMemory<byte> Th0 { get; }

    /// <summary>Number of the message that comes next.</summary>
    private protected int Expected { get; private set; }

    private protected RsaPublic? PeerKey { get; private set; }

    private protected ReadOnlyMemory<byte> PeerIdentity { get; private set; }

    /// <summary>Takes one whole record of the handshake.</summary>
    public HandshakeStep Receive(ReadOnlyMemory<byte> record)
    {
        if (_isOver)
            return _over.Failure == HandshakeFailure.None ? Fail(HandshakeFailure.OutOfOrder) : _over;
        var wrong = HandshakeMessages.CheckFrame(record, Profile, Expected);
        if (wrong != HandshakeFailure.None)
            return Fail(wrong);
        try
        {
            var step = Handle(Expected, record);
            Expected += 2;
            return step;
        }
        catch (Exception e) when (e is TrustException or CryptographicException or ObjectDisposedException)
        {
            return Fail(HandshakeFailure.LocalFault);
        }
    }

    /// <summary>The result of a completed handshake, once; from then on it is the caller's to dispose.</summary>
    /// <exception cref="InvalidOperationException">Not completed, or taken already.</exception>
    public HandshakeResult TakeResult()
    {
        var result = _result ?? throw new InvalidOperationException("The handshake has no result to take.");
        _result = null;
        return result;
    }

    /// <summary>Destroys every secret; a result that wasn't taken too.</summary>
    public void Dispose()
    {
        if (!_isOver)
            Fail(HandshakeFailure.Abandoned);
        _result?.Dispose();
        _result = null;
        GC.SuppressFinalize(this);
    }

    private protected abstract HandshakeStep Handle(int number, ReadOnlyMemory<byte> record);

    private protected abstract void Forget();

    private protected byte[] Random(int size)
    {
        var bytes = new byte[size];
        Settings.Random.Fill(bytes);
        return bytes;
    }

    private protected HandshakeStep Fail(HandshakeFailure failure, string detail = "")
    {
        _isOver = true;
        _over = HandshakeStep.Fail(failure, detail);
        Clean();
        _result?.Dispose();
        _result = null;
        return _over;
    }

    private protected HandshakeStep Complete(bool isInitiator, byte[] reply)
    {
        _result = new HandshakeResult(Profile, isInitiator, Schedule.TakeMaster(), Schedule.Transcript.ToArray(), Schedule.Sas, PeerIdentity, PeerKey!);
        _isOver = true;
        _over = HandshakeStep.Complete(reply);
        Clean();
        return _over;
    }

    /// <summary>Checks what the peer shows, cheapest first: MAC, identity, signature. <paramref name="fields"/> are what both cover, identity first.</summary>
    private protected HandshakeStep? CheckProof(string role, HandshakeMessages.Proof proof, ReadOnlyMemory<byte>[] fields)
    {
        var mac = Schedule.ProofMac("mac " + role, [.. fields, proof.Signature.Memory]);
        if (!CryptographicOperations.FixedTimeEquals(mac, proof.Mac.Span))
            return Fail(HandshakeFailure.BadIdentityMac);
        var verdict = Settings.Peer.Verify(proof.Identity.Memory);
        if (verdict.Key is not { } key)
            return Fail(HandshakeFailure.IdentityRefused, verdict.Reason);
        if (key.BlockSize > ProtocolLimits.MaxRsaBytes)
            return Fail(HandshakeFailure.IdentityRefused, "key-too-large");
        if (key.Fingerprint == Settings.Key.Fingerprint)
            return Fail(HandshakeFailure.ReflectedIdentity);
        if (!key.Verify(role, Fields.Join([Schedule.Transcript, .. fields]), proof.Signature.Span))
            return Fail(HandshakeFailure.BadSignature);
        (PeerKey, PeerIdentity) = (key, proof.Identity.Memory);
        Schedule.Absorb([.. fields, proof.Signature.Memory, proof.Mac.Memory]);
        return null;
    }

    /// <summary>Shows the own identity: signature, MAC, transcript.</summary>
    private protected HandshakeMessages.Proof Prove(string role, Blob contribution, ReadOnlyMemory<byte>[] fields)
    {
        Blob signature = Settings.Key.Sign(role, Fields.Join([Schedule.Transcript, .. fields]));
        Blob mac = Schedule.ProofMac("mac " + role, [.. fields, signature.Memory]);
        Schedule.Absorb([.. fields, signature.Memory, mac.Memory]);
        return new HandshakeMessages.Proof(Settings.Identity, contribution, signature, mac);
    }

    /// <summary>
    /// Opens the peer's RSA contribution; only ever called once its signature verified. On a link any key is a name and no authority, so nothing may tell whether the padding
    /// was right: a random value takes its place, and Finished fails.
    /// </summary>
    private protected byte[]? OpenContribution(Blob contribution)
    {
        var instead = Random(HandshakeMessages.NonceSize);
        var opened = Settings.Key.TryDecrypt(contribution.Span);
        if (opened?.Length == HandshakeMessages.NonceSize)
        {
            CryptographicOperations.ZeroMemory(instead);
            return opened;
        }

        CryptographicOperations.ZeroMemory(opened);
        return Profile == HandshakeProfile.Link ? instead : null;
    }

    private void Clean()
    {
        Schedule.Dispose();
        Forget();
    }
}
