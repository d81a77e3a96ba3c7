using Orchestrator.Domain;

namespace Orchestrator.Broker.Accounts;

/// <summary>Nobody acts alone on his own authorisation.</summary>
internal static class ActingRules
{
    /// <exception cref="BrokerException">The actor would act on himself.</exception>
    public static void RequireOther(ActingPerson by, string account)
    {
        if (by.Account == account)
        {
            throw new BrokerException(ExitCode.Refused, $"Nobody acts on his own account: ask another administrator to do this for '{account}'.");
        }
    }
}
