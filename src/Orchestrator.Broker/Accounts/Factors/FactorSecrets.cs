using System.Security.Cryptography;
using System.Text;
using Orchestrator.Broker.Settings;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts.Factors;

/// <summary>
/// The secrets of one-time codes at rest: AES-256-GCM under the key of <c>keys/accounts.key</c>, bound to their account. Who steals the
/// store without that key has none of them.
/// </summary>
internal sealed class FactorSecrets : IDisposable
{
    /// <summary>Bytes of a secret: as many as SHA-1 gives.</summary>
    public const int Size = 20;

    private readonly byte[] _key;
    private readonly IRandomSource _random;

    public FactorSecrets(byte[] key, IRandomSource random) => (_key, _random) = (key, random);

    /// <exception cref="BrokerException">The key is missing, damaged, or readable by others.</exception>
    public static FactorSecrets Load(DataFolder folder, IRandomSource random) => new(KeyFiles.ReadSealing(folder.AccountsKey), random);

    /// <summary>A new one.</summary>
    public byte[] New()
    {
        var secret = new byte[Size];
        _random.Fill(secret);
        return secret;
    }

    /// <summary>Nonce, ciphertext and tag.</summary>
    public byte[] Seal(string account, ReadOnlySpan<byte> secret)
    {
        var sealedBytes = new byte[AesGcm256.NonceSize + secret.Length + AesGcm256.TagSize];
        _random.Fill(sealedBytes.AsSpan(0, AesGcm256.NonceSize));
        using var aes = new AesGcm256(_key);
        aes.Seal(sealedBytes.AsSpan(0, AesGcm256.NonceSize), secret, Associated(account), sealedBytes.AsSpan(AesGcm256.NonceSize));
        return sealedBytes;
    }

    /// <exception cref="BrokerException">The bytes were altered, belong to another account, or were sealed under another key.</exception>
    public byte[] Open(string account, byte[] sealedBytes)
    {
        var secret = new byte[Size];
        using var aes = new AesGcm256(_key);
        var isWhole = sealedBytes.Length == AesGcm256.NonceSize + Size + AesGcm256.TagSize
            && aes.TryOpen(sealedBytes.AsSpan(0, AesGcm256.NonceSize), sealedBytes.AsSpan(AesGcm256.NonceSize), Associated(account), secret);
        return isWhole
            ? secret
            : throw new BrokerException(
                ExitCode.DataFolder, $"The second factor of '{account}' in the store can't be read with keys/accounts.key. Restore store and key from one backup, or reset the account.");
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private static byte[] Associated(string account) => Encoding.UTF8.GetBytes("orchestrator/1 one-time codes\n" + account);
}
