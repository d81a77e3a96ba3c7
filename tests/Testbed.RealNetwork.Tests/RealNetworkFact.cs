using Orchestrator.Testbed.RealNetwork.Running;
using Orchestrator.TestSupport;

namespace Orchestrator.Testbed.RealNetwork.Tests;

/// <summary>What these tests need: root, network namespaces, nftables.</summary>
internal static class RealNetworkFact
{
    /// <summary>Skips the running test where something is missing; fails it where everything must be there.</summary>
    public static async Task RequireAsync(params string[] programs)
    {
        RealComponent.Require(programs);
        if (await RealNetworkNeeds.MissingAsync(CancellationToken.None) is { } missing)
        {
            RealComponent.Missing($"missing: {missing}");
        }
    }
}
