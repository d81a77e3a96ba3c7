using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.SelfTests;

/// <summary>Known answers of RSA for one provider: import, PSS both ways, OAEP both ways, and the refusal of what was changed.</summary>
internal static class RsaAnswers
{
    private static ReadOnlySpan<byte> Message => "known answer"u8;

    private static ReadOnlySpan<byte> Plaintext => "0123456789abcdef0123456789abcdef"u8;

    public static IReadOnlyList<KnownAnswerTest> Of(IRsaProvider provider, string name) =>
    [
        new("RSA-PSS", name, () => PssAnswer(provider)),
        new("RSA-OAEP", name, () => OaepAnswer(provider)),
    ];

    private static bool PssAnswer(IRsaProvider provider)
    {
        using var key = RsaIdentity.Import(KnownRsaKey.PrivateKey, provider);
        var known = KnownRsaKey.Signature;
        var right = key.Public.VerifyExact(Message, known);
        known[100] ^= 1;
        right &= !key.Public.VerifyExact(Message, known);
        var fresh = key.Sign("self-test", Message);
        return right && key.Public.Verify("self-test", Message, fresh) && !key.Public.Verify("self-test", Plaintext, fresh);
    }

    private static bool OaepAnswer(IRsaProvider provider)
    {
        using var key = RsaIdentity.Import(KnownRsaKey.PrivateKey, provider);
        var known = KnownRsaKey.Ciphertext;
        var right = key.TryDecrypt(known) is { } opened && opened.AsSpan().SequenceEqual(Plaintext);
        known[100] ^= 1;
        right &= key.TryDecrypt(known) is null;
        return right && key.TryDecrypt(key.Public.Encrypt(Message, SystemRandomSource.Instance)) is { } again && again.AsSpan().SequenceEqual(Message);
    }
}
