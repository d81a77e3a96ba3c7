using Orchestrator.Broker.Store;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts.Factors;

/// <summary>The codes that stand in for a lost authenticator, each once. Given at the activation, and never shown again.</summary>
internal static class RecoveryCodes
{
    /// <summary>Keeps their hashes apart from those of other codes.</summary>
    public const string Purpose = "recovery code";

    /// <summary>New ones.</summary>
    public static IReadOnlyList<string> New(IRandomSource random) => [.. Enumerable.Range(0, ProtocolLimits.RecoveryCodes).Select(_ => RandomCode.New(random))];

    /// <summary>As the store keeps one.</summary>
    public static RecoveryCodeRow Row(AccountRow account, string code) => new() { AccountId = account.Id, Hash = RandomCode.Hash(Purpose, account.Key, code) };
}
