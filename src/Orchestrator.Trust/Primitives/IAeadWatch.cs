namespace Orchestrator.Trust.Primitives;

/// <summary>Sees each (key, nonce) pair before it is used for sealing, so that a test can prove that none repeats. Never passed in production.</summary>
public interface IAeadWatch
{
    /// <summary>Called before each seal. <paramref name="keyId"/> is the SHA-256 of the key: names it without giving it away.</summary>
    void Sealing(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> nonce);
}
