using Orchestrator.Broker.Setup;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>Setup with the keys that all tests share: making new ones takes seconds.</summary>
internal sealed class SharedKeys() : SetupKeys(SystemRandomSource.Instance)
{
    private readonly Queue<RsaIdentity> _small = new([TestKeys.Issuing, TestKeys.Broker]);

    /// <summary>A copy, because setup destroys what it made.</summary>
    public override RsaIdentity Rsa(int bits) => RsaIdentity.ImportPkcs8((bits == 4096 ? TestKeys.Root : _small.Dequeue()).ExportPkcs8());
}

/// <summary>Real Argon2id with the least work that it allows.</summary>
internal static class QuickPasswords
{
    public const string Good = "three blue herons over water";

    public static PasswordHasher Create() => new(SystemRandomSource.Instance, new Argon2Cost(8, 1, 1), PasswordPolicy.Default);
}
