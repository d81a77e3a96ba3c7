using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>
/// Somebody who knows the initiator's randomness, as nobody does: he can open the sealed parts, change what lies in them and seal them again. So the checks behind the
/// seal can be tried one by one.
/// </summary>
internal static class Insider
{
    /// <summary>What the initiator's randomness gave it, drawn again in its order: nonce, X25519 key, opening, ML-KEM.</summary>
    public static (byte[] X25519, byte[] MlKem) EphemeralSecrets(byte[] second, SeededRandom random)
    {
        var m = HandshakeMessages.ReadM2(second.AsSpan(RecordHeader.Size))!;
        random.Fill(new byte[32]);
        using var key = X25519Key.Generate(random);
        random.Fill(new byte[32]);
        byte[] x25519 = new byte[32], mlkem = new byte[32];
        Assert.True(key.TryAgree(m.KeyShare.Span, x25519));
        Assert.True(MlKem768.TryEncapsulate(m.EncapsulationKey.Span, random, new byte[1088], mlkem));
        return (x25519, mlkem);
    }

    /// <summary>Runs a pair whose initiator draws from seed 1, and changes what is sealed in one message.</summary>
    public static HandshakeRun Run(HandshakePair pair, int number, Func<byte[], byte[]> change)
    {
        var messages = new List<byte[]>();
        return pair.Run((n, record) =>
        {
            messages.Add(record);
            return n == number ? SealAgain(pair, messages, change) : record;
        });
    }

    private static byte[] SealAgain(HandshakePair pair, List<byte[]> messages, Func<byte[], byte[]> change)
    {
        var number = messages.Count;
        using var schedule = new HandshakeSchedule(pair.Initiator.Context);
        var th0 = schedule.Transcript.ToArray();
        schedule.Absorb(messages[0], messages[1]);
        var third = HandshakeMessages.ReadM3(messages[2].AsSpan(RecordHeader.Size))!;
        var (x25519, mlkem) = EphemeralSecrets(messages[1], new SeededRandom(1));
        schedule.Absorb(third.KeyShare.Memory, third.Opening.Memory, third.Ciphertext.Memory);
        var key = Hkdf384.Expand(Hkdf384.Extract(th0, [.. x25519, .. mlkem]), HandshakeSeal.KeyMaterial, number % 2 == 1 ? "hs I>R" : "hs R>I", schedule.Transcript);

        var record = messages[number - 1];
        var clear = record.AsSpan(RecordHeader.Size, number == 3 ? HandshakeMessages.ClearM3 : 0).ToArray();
        var nonce = new byte[AesGcm256.NonceSize];
        KeySchedule.Nonce(key.AsSpan(AesGcm256.KeySize), number < 5 ? 0UL : 1UL, nonce);
        using var aes = new AesGcm256(key.AsSpan(0, AesGcm256.KeySize));
        var split = RecordHeader.Size + clear.Length;
        var inside = new byte[record.Length - split - AesGcm256.TagSize];
        Assert.True(aes.TryOpen(nonce, record.AsSpan(split), record.AsSpan(0, split), inside));

        var changed = change(inside);
        var again = HandshakeMessages.Frame(pair.Initiator.Context.Profile, number, [.. clear, .. changed, .. new byte[AesGcm256.TagSize]]);
        aes.Seal(nonce, changed, again.AsSpan(0, split), again.AsSpan(split));
        return again;
    }
}
