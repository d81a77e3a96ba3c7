namespace Orchestrator.Trust.Primitives;

/// <summary>Signing with a context, for any holder of a key.</summary>
public static class PssSigning
{
    /// <summary>RSA-PSS over 64 spaces ‖ "orchestrator/1 " + context ‖ 0x00 ‖ content.</summary>
    public static byte[] Sign(this IPssSigner signer, string context, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return signer.SignExact(SignedMessage.Build(context, content));
    }
}
