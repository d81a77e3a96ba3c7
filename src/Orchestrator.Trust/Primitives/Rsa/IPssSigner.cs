namespace Orchestrator.Trust.Primitives;

/// <summary>
/// A private key that signs with RSA-PSS (SHA-384, salt 48) and can live elsewhere: an HSM fills this interface for the issuing key. Callers don't
/// use <see cref="SignExact"/> themselves; <see cref="PssSigning.Sign"/> puts the context before the content.
/// </summary>
public interface IPssSigner
{
    RsaPublic Public { get; }

    /// <summary>Signs the message as it is. As long as the modulus.</summary>
    byte[] SignExact(ReadOnlySpan<byte> message);
}
