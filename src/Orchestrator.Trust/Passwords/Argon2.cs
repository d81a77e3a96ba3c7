using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Orchestrator.Trust.Passwords;

/// <summary>Argon2id, version 1.3 (RFC 9106), by BouncyCastle.</summary>
internal static class Argon2
{
    public static byte[] Hash(byte[] password, byte[] salt, Argon2Cost cost, int length, byte[]? secret = null, byte[]? associated = null)
    {
        var builder = new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithMemoryAsKB(cost.MemoryKiB)
            .WithIterations(cost.Iterations)
            .WithParallelism(cost.Parallelism)
            .WithSalt(salt);
        if (secret is not null)
            builder.WithSecret(secret);
        if (associated is not null)
            builder.WithAdditional(associated);
        var generator = new Argon2BytesGenerator();
        generator.Init(builder.Build());
        var hash = new byte[length];
        generator.GenerateBytes(password, hash);
        return hash;
    }
}
