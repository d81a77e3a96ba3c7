using CsCheck;

namespace Orchestrator.Domain.Tests.Policy;

/// <summary>Sources of policy can only take away from each other.</summary>
public sealed class SessionPolicyTests
{
    private static readonly Gen<SessionPolicy> Policies = Gen.Select(
        Gen.Int[-1, 40].Array[6], Gen.Int[1, 60], Gen.Int[1, 100], Gen.Int[5, 300], Gen.Long[0, 1L << 30],
        (minutes, presence, grace, prompt, bytes) => new SessionPolicy(
            SessionPolicy.Default.MaxMinutes.Clear().AddRange(
                Capabilities.All.Zip(minutes).Where(p => p.Second >= 0).Select(p => KeyValuePair.Create(p.First, p.Second))),
            presence, grace, prompt, bytes));

    [Fact]
    [Trait("Requirement", "R-AUTHZ-7")]
    public void Tightening_never_allows_more_than_either_side() =>
        Gen.Select(Policies, Policies).Sample((a, b) =>
        {
            var both = a.Tighten(b);
            foreach (var side in new[] { a, b })
            {
                Assert.All(Capabilities.All, c => Assert.True(both.MaxMinutes.GetValueOrDefault(c) <= side.MaxMinutes.GetValueOrDefault(c)));
                Assert.True(both.PresenceMinutes <= side.PresenceMinutes);
                Assert.True(both.GraceSeconds <= Math.Min(side.GraceSeconds, SessionPolicy.MaxGraceSeconds));
                Assert.True(both.PromptSeconds <= side.PromptSeconds);
                Assert.True(both.MaxFileBytes <= side.MaxFileBytes);
            }
        });

    [Fact]
    public void Zero_minutes_means_not_allowed()
    {
        var policy = SessionPolicy.Default with { MaxMinutes = SessionPolicy.Default.MaxMinutes.SetItem(Capability.SendFile, 0) };

        Assert.False(policy.Allows(Capability.SendFile));
        Assert.True(policy.Allows(Capability.ViewScreen));
    }
}
