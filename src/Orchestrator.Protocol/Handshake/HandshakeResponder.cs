using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// The instrument's end towards the technician, and the broker's end of a link: takes M1, M3, M5, sends M2, M4, M6. Made for one context that the caller found by M1's hint
/// and judged (ticket, configuration) before. Proves nothing about itself before the initiator proved himself in M3.
/// </summary>
public sealed class HandshakeResponder : HandshakeMachine
{
    private byte[] _contribution = [];
    private Blob _commitment;
    private X25519Key? _share;
    private MlKem768Key? _kem;

    /// <summary>Waits for M1; draws nothing yet.</summary>
    public HandshakeResponder(HandshakeSettings settings)
        : base(settings, firstExpected: 1)
    {
    }

    private protected override HandshakeStep Handle(int number, ReadOnlyMemory<byte> record) => number switch
    {
        1 => HandleM1(record),
        3 => HandleM3(record),
        5 => HandleM5(record),
        _ => Fail(HandshakeFailure.OutOfOrder),
    };

    private protected override void Forget()
    {
        _share?.Dispose();
        _kem?.Dispose();
        CryptographicOperations.ZeroMemory(_contribution);
    }

    /// <summary>Draws, in this order: nonce, X25519 key, ML-KEM seed. Keeps the commitment and a hash of both messages, nothing else.</summary>
    private HandshakeStep HandleM1(ReadOnlyMemory<byte> record)
    {
        if (HandshakeMessages.ReadM1(record.Span[RecordHeader.Size..]) is not { } m)
            return Fail(HandshakeFailure.Malformed);
        if (!m.Versions.Contains(HandshakeMessages.Version1))
            return Fail(HandshakeFailure.VersionNotOffered);
        if (!m.Suites.Contains(HandshakeMessages.Suite1))
            return Fail(HandshakeFailure.SuiteNotOffered);
        if (m.Hint != Settings.Context.Hint)
            return Fail(HandshakeFailure.WrongContext);

        Blob nonce = Random(HandshakeMessages.NonceSize);
        _share = X25519Key.Generate(Settings.Random);
        _kem = MlKem768Key.Generate(Settings.Random);
        _commitment = m.Commitment;
        var reply = HandshakeMessages.Frame(Profile, 2, HandshakeMessages.WriteM2(new HandshakeMessages.M2(
            HandshakeMessages.Version1, HandshakeMessages.Suite1, nonce, _share.Public, _kem.EncapsulationKey)));
        Schedule.Absorb(record, reply);
        return HandshakeStep.Send(reply);
    }

    private HandshakeStep HandleM3(ReadOnlyMemory<byte> record)
    {
        if (HandshakeMessages.ReadM3(record.Span[RecordHeader.Size..]) is not { } m)
            return Fail(HandshakeFailure.Malformed);

        // Cheap checks first: no public-key work for whoever can't open his own commitment.
        if (!CryptographicOperations.FixedTimeEquals(HandshakeSchedule.Commit(m.KeyShare.Memory, m.Opening.Memory), _commitment.Span))
            return Fail(HandshakeFailure.CommitmentMismatch);
        if (m.KeyShare.Span.SequenceEqual(_share!.Public.Span))
            return Fail(HandshakeFailure.ReflectedKey);
        Span<byte> agreed = stackalloc byte[X25519Key.Size];
        Span<byte> encapsulated = stackalloc byte[MlKem768.SecretSize];
        if (!_share.TryAgree(m.KeyShare.Span, agreed))
            return Fail(HandshakeFailure.BadKeyShare);
        if (!_kem!.TryDecapsulate(m.Ciphertext.Span, encapsulated))
            return Fail(HandshakeFailure.BadEncapsulation);
        Schedule.Agree(Th0.Span, agreed, encapsulated, m.KeyShare.Memory, m.Opening.Memory, m.Ciphertext.Memory);
        CryptographicOperations.ZeroMemory(agreed);
        CryptographicOperations.ZeroMemory(encapsulated);
        _share.Dispose();
        _kem.Dispose();

        if (Schedule.InitiatorSeal.Open(record.Span, HandshakeMessages.ClearM3) is not { } inside)
            return Fail(HandshakeFailure.SealBroken);
        if (HandshakeMessages.ReadProof(inside, withContribution: false) is not { } proof)
            return Fail(HandshakeFailure.Malformed);
        return CheckProof("I", proof, [proof.Identity.Memory]) ?? SendM4();
    }

    private HandshakeStep SendM4()
    {
        _contribution = Random(HandshakeMessages.NonceSize);
        Blob sealedContribution = PeerKey!.Encrypt(_contribution, Settings.Random);
        var proof = Prove("R", sealedContribution, [Settings.Identity, sealedContribution.Memory]);
        return HandshakeStep.Send(Schedule.ResponderSeal.Frame(Profile, 4, [], HandshakeMessages.WriteProof(proof, withContribution: true)));
    }

    private HandshakeStep HandleM5(ReadOnlyMemory<byte> record)
    {
        if (Schedule.InitiatorSeal.Open(record.Span, clear: 0) is not { } inside)
            return Fail(HandshakeFailure.SealBroken);
        if (HandshakeMessages.ReadFinished(inside, withContribution: true) is not { } finished)
            return Fail(HandshakeFailure.Malformed);
        if (OpenContribution(finished.Contribution) is not { } theirs)
            return Fail(HandshakeFailure.BadContribution);
        Schedule.Absorb(finished.Contribution.Memory);
        Schedule.DeriveMaster(theirs, _contribution);
        if (!CryptographicOperations.FixedTimeEquals(Schedule.FinishedMac("finished I"), finished.Mac.Span))
            return Fail(HandshakeFailure.FinishedMismatch);
        Schedule.Absorb(finished.Mac.Memory);
        Blob mac = Schedule.FinishedMac("finished R");
        var reply = Schedule.ResponderSeal.Frame(Profile, 6, [], HandshakeMessages.WriteFinished(new HandshakeMessages.Finished(Blob.Empty, mac), withContribution: false));
        Schedule.Absorb(mac.Memory);
        return Complete(isInitiator: false, reply);
    }
}
