using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Setup;

/// <summary>Where the keys of a new vendor come from. RSA keys of these sizes take seconds: tests bring their own.</summary>
internal class SetupKeys(IRandomSource random)
{
    public IRandomSource Random { get; } = random;

    public virtual RsaIdentity Rsa(int bits) => RsaIdentity.Generate(bits, Random);

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Random.Fill(bytes);
        return bytes;
    }
}
