using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// The technician's end towards the instrument, and an endpoint's end towards its broker: sends M1, M3, M5, takes M2, M4, M6. Shows its identity first, sealed, to whoever
/// answered; proves that both ends hold the same secret last.
/// </summary>
public sealed class HandshakeInitiator : HandshakeMachine
{
    private readonly byte[] _opening;
    private readonly X25519Key _share;
    private ReadOnlyMemory<byte> _first;

    /// <summary>Draws, in this order: nonce, X25519 key, opening of the commitment.</summary>
    public HandshakeInitiator(HandshakeSettings settings)
        : base(settings, firstExpected: 2)
    {
        Blob nonce = Random(HandshakeMessages.NonceSize);
        _share = X25519Key.Generate(settings.Random);
        _opening = Random(HandshakeMessages.NonceSize);
        var body = HandshakeMessages.WriteM1(new HandshakeMessages.M1(
            [HandshakeMessages.Version1], [HandshakeMessages.Suite1], nonce, HandshakeSchedule.Commit(_share.Public, _opening), settings.Context.Hint));
        _first = HandshakeMessages.Frame(Profile, 1, body);
    }

    /// <summary>M1, to be sent first. The same bytes each time: one machine is one handshake.</summary>
    public ReadOnlyMemory<byte> Start() => _first;

    private protected override HandshakeStep Handle(int number, ReadOnlyMemory<byte> record) => number switch
    {
        2 => HandleM2(record),
        4 => HandleM4(record),
        6 => HandleM6(record),
        _ => Fail(HandshakeFailure.OutOfOrder),
    };

    private protected override void Forget()
    {
        _share.Dispose();
        CryptographicOperations.ZeroMemory(_opening);
    }

    private HandshakeStep HandleM2(ReadOnlyMemory<byte> record)
    {
        if (HandshakeMessages.ReadM2(record.Span[RecordHeader.Size..]) is not { } m)
            return Fail(HandshakeFailure.Malformed);
        if (m.Version != HandshakeMessages.Version1)
            return Fail(HandshakeFailure.VersionNotOffered);
        if (m.Suite != HandshakeMessages.Suite1)
            return Fail(HandshakeFailure.SuiteNotOffered);
        if (m.KeyShare.Span.SequenceEqual(_share.Public.Span))
            return Fail(HandshakeFailure.ReflectedKey);
        Span<byte> agreed = stackalloc byte[X25519Key.Size];
        Span<byte> encapsulated = stackalloc byte[MlKem768.SecretSize];
        var ciphertext = new byte[MlKem768.CiphertextSize];
        if (!_share.TryAgree(m.KeyShare.Span, agreed))
            return Fail(HandshakeFailure.BadKeyShare);
        if (!MlKem768.TryEncapsulate(m.EncapsulationKey.Span, Settings.Random, ciphertext, encapsulated))
            return Fail(HandshakeFailure.BadEncapsulation);

        Schedule.Absorb(_first, record);
        _first = default;
        var opening = _opening.ToArray();
        var clear = HandshakeMessages.WriteM3(new HandshakeMessages.M3(_share.Public, opening, ciphertext));
        Schedule.Agree(Th0.Span, agreed, encapsulated, _share.Public, opening, ciphertext);
        CryptographicOperations.ZeroMemory(agreed);
        CryptographicOperations.ZeroMemory(encapsulated);
        _share.Dispose();
        var proof = HandshakeMessages.WriteProof(Prove("I", Blob.Empty, [Settings.Identity]), withContribution: false);
        return HandshakeStep.Send(Schedule.InitiatorSeal.Frame(Profile, 3, clear, proof));
    }

    private HandshakeStep HandleM4(ReadOnlyMemory<byte> record)
    {
        if (Schedule.ResponderSeal.Open(record.Span, clear: 0) is not { } inside)
            return Fail(HandshakeFailure.SealBroken);
        if (HandshakeMessages.ReadProof(inside, withContribution: true) is not { } proof)
            return Fail(HandshakeFailure.Malformed);
        if (CheckProof("R", proof, [proof.Identity.Memory, proof.Contribution.Memory]) is { } failed)
            return failed;
        if (OpenContribution(proof.Contribution) is not { } theirs)
            return Fail(HandshakeFailure.BadContribution);

        var ours = Random(HandshakeMessages.NonceSize);
        Blob contribution = PeerKey!.Encrypt(ours, Settings.Random);
        Schedule.Absorb(contribution.Memory);
        Schedule.DeriveMaster(ours, theirs);
        Blob mac = Schedule.FinishedMac("finished I");
        Schedule.Absorb(mac.Memory);
        var finished = HandshakeMessages.WriteFinished(new HandshakeMessages.Finished(contribution, mac), withContribution: true);
        return HandshakeStep.Send(Schedule.InitiatorSeal.Frame(Profile, 5, [], finished));
    }

    private HandshakeStep HandleM6(ReadOnlyMemory<byte> record)
    {
        if (Schedule.ResponderSeal.Open(record.Span, clear: 0) is not { } inside)
            return Fail(HandshakeFailure.SealBroken);
        if (HandshakeMessages.ReadFinished(inside, withContribution: false) is not { } finished)
            return Fail(HandshakeFailure.Malformed);
        if (!CryptographicOperations.FixedTimeEquals(Schedule.FinishedMac("finished R"), finished.Mac.Span))
            return Fail(HandshakeFailure.FinishedMismatch);
        Schedule.Absorb(finished.Mac.Memory);
        return Complete(isInitiator: true, []);
    }
}
