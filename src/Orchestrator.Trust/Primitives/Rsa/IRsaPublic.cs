namespace Orchestrator.Trust.Primitives;

/// <summary>A public RSA key inside its provider. Safe for several threads.</summary>
internal interface IRsaPublic
{
    /// <summary>False for everything that is no good signature; throws nothing, because a peer chose these bytes.</summary>
    bool VerifyPss(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    byte[] EncryptOaep(ReadOnlySpan<byte> plaintext, IRandomSource random);
}
