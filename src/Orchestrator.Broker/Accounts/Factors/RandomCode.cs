using System.Security.Cryptography;
using System.Text;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts.Factors;

/// <summary>
/// Setup and recovery codes: 80 random bits as sixteen letters and digits. Kept as a hash that names purpose and account, so that no code
/// counts for something or somebody else. A slow hash would gain nothing against 80 bits.
/// </summary>
internal static class RandomCode
{
    private const int Bytes = 10;
    private const int Digits = 16;

    /// <summary>A new one, in groups of four.</summary>
    public static string New(IRandomSource random)
    {
        var bytes = new byte[Bytes];
        random.Fill(bytes);
        return string.Join('-', Base32.Encode(bytes).Chunk(4).Select(group => new string(group)));
    }

    /// <summary>The code's hash as the store keeps it; of nothing, which no code has, when this can't be one.</summary>
    public static byte[] Hash(string purpose, string account, string typed)
    {
        var code = new string([.. typed.Where(c => c is not ('-' or ' ')).Select(char.ToUpperInvariant).Take(Digits + 1)]);
        var isCode = code.Length == Digits && code.All(Base32.IsDigit);
        return SHA256.HashData(Encoding.UTF8.GetBytes($"orchestrator/1 {purpose}\n{account}\n{(isCode ? code : "")}"));
    }
}
