using System.Collections.Immutable;
using CsCheck;

namespace Orchestrator.Domain.Tests.Policy;

/// <summary>What holds for every policy and every question.</summary>
[Trait("Requirement", "R-AUTHZ-7")]
[Trait("Requirement", "R-ZT-6")]
public sealed class PolicyPropertyTests
{
    private const int Draws = 5000;

    private static readonly DateTime Start = new(2026, 11, 23);

    private static readonly Gen<PolicyHours> AnyHours =
        Gen.Select(Gen.Int[0, 23], Gen.Int[1, 12], Gen.Int[0, 127], (from, length, days) => new PolicyHours(
            [.. Enumerable.Range(0, 7).Where(d => (days & (1 << d)) != 0).Select(d => (DayOfWeek)d)], from * 60, Math.Min(1440, (from + length) * 60)));

    private static readonly Gen<PolicyLimits> AnyLimits = Gen.Select(
        Gen.Int[0, 40], Gen.Long[0, 10_000], Gen.Int[0, 7], Gen.Int[0, 7],
        (minutes, bytes, types, folders) => new PolicyLimits(minutes == 0 ? null : minutes, new FileLimits(
            bytes,
            types == 0 ? FileTypes.Any : FileTypes.Of(Some(types, ".gwl", ".csv", ".log")),
            folders == 0 ? Folders.Any : Folders.Of(Some(folders, "/runs", "/runs/in", "C:\\Runs")))));

    private static readonly Gen<PolicyRule> AnyRule = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 3], AnyHours.Array[0, 2], Gen.Int[0, 3], AnyLimits, Gen.Int[0, 4],
        (effect, roles, instruments, sites, hours, training, limits, approval) => new PolicyRule
        {
            Id = "",
            Effect = effect == 0 ? PolicyEffect.Deny : PolicyEffect.Permit,
            Roles = [.. Some(roles & 3, "technician", "supervisor")],
            Capabilities = [.. Some(roles >> 1, "send-file", "view").Select(name => Capabilities.Parse(name)!.Value)],
            Instruments = [.. Some(instruments, "Evo*", "4711")],
            Sites = [.. Some(sites, "Basel", "Bern")],
            Hours = [.. hours],
            Training = [.. Some(training, "a", "b")],
            Limits = limits,
            NeedsApproval = approval == 0,
        });

    private static readonly Gen<VendorPolicy> AnyPolicy =
        AnyRule.Array[0, 8].Select(rules => new VendorPolicy(1, "UTC", [.. rules.Select((rule, i) => rule with { Id = $"r{i}" })]));

    private static readonly Gen<PolicyQuestion> AnyQuestion = Gen.Select(
        Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[0, 7 * 1440 - 1], Gen.Int[0, 3],
        (role, capability, instrument, site, minute, training) => new PolicyQuestion
        {
            Role = role == 0 ? "technician" : "supervisor",
            Capability = capability == 0 ? Capability.SendFile : Capability.ViewScreen,
            Instrument = instrument == 0 ? "Evo-3" : "Lynx",
            Serial = "4711",
            Site = site == 0 ? "Basel" : "Biel",
            LocalTime = Start.AddMinutes(minute),
            Training = [.. Some(training, "a", "b")],
        });

    [Fact]
    public void A_further_rule_never_loosens_what_another_one_limits() =>
        Gen.Select(AnyPolicy, AnyRule, AnyQuestion).Sample((policy, further, question) =>
        {
            var before = policy.Ask(question);
            var after = (policy with { Rules = policy.Rules.Add(further with { Id = "further" }) }).Ask(question);
            if (before.Outcome is PolicyOutcome.Permitted or PolicyOutcome.ApprovalNeeded)
            {
                Assert.True(after.Outcome != PolicyOutcome.Permitted || before.Outcome == PolicyOutcome.Permitted);
                Assert.Equal(after.Limits, after.Limits.Tighten(before.Limits));
                Assert.True(before.Limits.Minutes is null || after.Limits.Minutes <= before.Limits.Minutes);
            }

            Assert.True(before.Outcome != PolicyOutcome.Denied || after.Outcome == PolicyOutcome.Denied);
        }, iter: Draws);

    [Fact]
    public void A_further_deny_never_permits() =>
        Gen.Select(AnyPolicy, AnyRule, AnyQuestion).Sample((policy, further, question) =>
        {
            var before = policy.Ask(question);
            var after = (policy with { Rules = policy.Rules.Add(further with { Id = "further", Effect = PolicyEffect.Deny }) }).Ask(question);
            Assert.True(after.Outcome == before.Outcome || after.Outcome == PolicyOutcome.Denied);
        }, iter: Draws);

    [Fact]
    public void The_order_of_the_rules_means_nothing() =>
        Gen.Select(AnyPolicy, AnyQuestion, Gen.Int).Sample((policy, question, seed) =>
        {
            var shuffled = policy.Rules.ToArray();
            new Random(seed).Shuffle(shuffled);
            var one = policy.Ask(question);
            var other = (policy with { Rules = [.. shuffled] }).Ask(question);
            Assert.Equal((one.Outcome, one.Limits, one.HoldsUntil), (other.Outcome, other.Limits, other.HoldsUntil));
            Assert.Equal(one.Reasons.OrderBy(r => r.Rule), other.Reasons.OrderBy(r => r.Rule));
        }, iter: Draws);

    [Fact]
    public void The_explanation_names_every_rule_once_and_agrees_with_the_answer() =>
        Gen.Select(AnyPolicy, AnyQuestion).Sample((policy, question) =>
        {
            var answer = policy.Ask(question);
            Assert.Equal(policy.Rules.Select(r => r.Id), answer.Reasons.Select(r => r.Rule));
            Assert.All(answer.Reasons, r => Assert.Equal(!r.Applies, r.Sentence.StartsWith("doesn't apply: ", StringComparison.Ordinal)));
            Assert.Equal(answer.Outcome == PolicyOutcome.Denied, answer.Reasons.Any(r => r is { Applies: true, Effect: PolicyEffect.Deny }));
            Assert.True(answer.Outcome is PolicyOutcome.NotPermitted or PolicyOutcome.Denied || answer.Reasons.Any(r => r is { Applies: true, Effect: PolicyEffect.Permit }));
        }, iter: Draws);

    [Fact]
    public void An_answer_holds_until_the_moment_that_it_names() =>
        Gen.Select(AnyPolicy, AnyQuestion, Gen.Double[0, 1]).Sample((policy, question, part) =>
        {
            var answer = policy.Ask(question);
            var end = answer.HoldsUntil ?? question.LocalTime.AddDays(14);
            Assert.True(end > question.LocalTime);
            var later = policy.Ask(question with { LocalTime = question.LocalTime + (end - question.LocalTime) * part * 0.999999 });
            Assert.Equal((answer.Outcome, answer.Limits), (later.Outcome, later.Limits));
        }, iter: Draws);

    [Fact]
    public void The_draws_reach_every_outcome()
    {
        // Properties over policies that never permit would hold for nothing.
        var seen = new HashSet<PolicyOutcome>();
        Gen.Select(AnyPolicy, AnyQuestion).Sample((policy, question) =>
        {
            lock (seen)
            {
                seen.Add(policy.Ask(question).Outcome);
            }
        }, iter: Draws);
        Assert.Equal(Enum.GetValues<PolicyOutcome>().Length, seen.Count);
    }

    private static IEnumerable<string> Some(int bits, params string[] words) => words.Where((_, i) => (bits & (1 << i)) != 0);
}
