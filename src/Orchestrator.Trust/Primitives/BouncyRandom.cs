using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace Orchestrator.Trust.Primitives;

/// <summary>Hands our random source to BouncyCastle, which otherwise would make a generator of its own.</summary>
internal sealed class BouncyRandom(IRandomSource source) : IRandomGenerator
{
    public static SecureRandom From(IRandomSource source) => new(new BouncyRandom(source), 0);

    public void AddSeedMaterial(byte[] seed)
    {
    }

    public void AddSeedMaterial(ReadOnlySpan<byte> seed)
    {
    }

    public void AddSeedMaterial(long seed)
    {
    }

    public void NextBytes(byte[] bytes) => source.Fill(bytes);

    public void NextBytes(byte[] bytes, int start, int len) => source.Fill(bytes.AsSpan(start, len));

    public void NextBytes(Span<byte> bytes) => source.Fill(bytes);
}
