using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Store;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts;

/// <summary>The single-use code with which an owner activates an account: shown once, kept as a hash, good for three days.</summary>
internal static class SetupCode
{
    /// <summary>How long it counts.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(72);

    /// <summary>Gives the row a new code; an older one counts no more.</summary>
    public static string Give(AccountRow row, DateTimeOffset now, IRandomSource random)
    {
        var code = RandomCode.New(random);
        row.SetupHash = Hash(row.Key, code);
        row.SetupUntil = (now + Life).ToUnixTimeMilliseconds();
        return code;
    }

    /// <summary>True for the code of this account, in time. Null compares with nothing, in the same time.</summary>
    public static bool Fits(AccountRow? row, string account, string typed, DateTimeOffset now)
    {
        var isEqual = FixedTime.Equal(Hash(account, typed), row?.SetupHash ?? new byte[32]);
        return isEqual && row is { Disabled: false, SetupUntil: { } until } && now.ToUnixTimeMilliseconds() < until;
    }

    private static byte[] Hash(string account, string typed) => RandomCode.Hash("setup code", account, typed);
}
