using System.Text.Json;
using Orchestrator.TestSupport;

namespace Orchestrator.Testbed.RealNetwork.Tests;

/// <summary>The shipped scenarios, played in both worlds.</summary>
public sealed class EveryScenarioTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(25);

    [SkippableFact]
    [Trait("Requirement", "R-NET-1")]
    [Trait("Requirement", "R-NET-3")]
    [Trait("Requirement", "R-NET-4")]
    [Trait("Requirement", "R-NET-13")]
    public async Task Each_holds_in_both_worlds_and_the_worlds_agree()
    {
        await RealNetworkFact.RequireAsync("squid", "tinyproxy", "haproxy", "danted", "microsocks", "krb5kdc", "kinit", "ntlm_auth");
        using var limit = new CancellationTokenSource(Longest);
        await using var run = Runner.Start(Runner.Scenarios, "both");
        var wrong = new List<string>();
        var hops = 0;
        JsonElement end = default;
        while (await Runner.NextAsync(run, limit.Token) is { } said)
        {
            switch (said.GetProperty("event").GetString())
            {
                case "played" when !said.GetProperty("holds").GetBoolean():
                    wrong.Add(said.ToString());
                    break;
                case "played" when said.GetProperty("world").GetString() == "real":
                    hops += said.GetProperty("hops").GetArrayLength();
                    break;
                case "end":
                    end = said;
                    break;
            }
        }

        var exit = await run.WaitForExitAsync(limit.Token);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(exit == 0, $"{exit}: {end} {await run.ReadErrorsAsync()}");
        Assert.True(end.GetProperty("scenarios").GetInt32() >= 60);
        Assert.True(hops > 60, $"Only {hops} hops were counted.");
    }
}
