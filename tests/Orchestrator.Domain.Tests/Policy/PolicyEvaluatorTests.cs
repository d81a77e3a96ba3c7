using System.Collections.Immutable;

namespace Orchestrator.Domain.Tests.Policy;

/// <summary>The evaluator, condition by condition.</summary>
[Trait("Requirement", "R-AUTHZ-7")]
public sealed class PolicyEvaluatorTests
{
    // A Thursday.
    private static readonly PolicyQuestion Question = new()
    {
        Role = "technician", Capability = Capability.SendFile, Instrument = "Evo-3", Serial = "4711", Site = "Basel", LocalTime = new DateTime(2026, 11, 26, 14, 0, 0),
        Training = ["remote-support", "biosafety"],
    };

    private static readonly (Func<PolicyRule, PolicyRule> Meets, Func<PolicyRule, PolicyRule> Misses)[] Conditions =
    [
        (r => r with { Roles = ["supervisor", "technician"] }, r => r with { Roles = ["supervisor"] }),
        (r => r with { Capabilities = [Capability.SendFile] }, r => r with { Capabilities = [Capability.FetchFile] }),
        (r => r with { Instruments = ["4711"] }, r => r with { Instruments = ["4712"] }),
        (r => r with { Sites = ["basel"] }, r => r with { Sites = ["Bern"] }),
        (r => r with { Hours = [new PolicyHours([DayOfWeek.Thursday], 8 * 60, 17 * 60)] }, r => r with { Hours = [new PolicyHours([DayOfWeek.Friday], 8 * 60, 17 * 60)] }),
        (r => r with { Training = ["biosafety", "remote-support"] }, r => r with { Training = ["biosafety", "radiation"] }),
    ];

    [Fact]
    public void A_rule_applies_exactly_where_all_conditions_that_it_names_hold()
    {
        // Each condition is absent, met or missed, for both effects.
        foreach (var effect in Enum.GetValues<PolicyEffect>())
        {
            for (var row = 0; row < Math.Pow(3, Conditions.Length); row++)
            {
                var rule = new PolicyRule { Id = "one", Effect = effect };
                var missed = 0;
                for (int i = 0, rest = row; i < Conditions.Length; i++, rest /= 3)
                {
                    rule = (rest % 3) switch { 0 => rule, 1 => Conditions[i].Meets(rule), _ => Conditions[i].Misses(rule) };
                    missed += rest % 3 == 2 ? 1 : 0;
                }

                var answer = Ask(rule);
                var reason = Assert.Single(answer.Reasons);
                Assert.Equal(missed == 0, reason.Applies);
                Assert.Equal(missed == 0 ? (effect == PolicyEffect.Permit ? PolicyOutcome.Permitted : PolicyOutcome.Denied) : PolicyOutcome.NotPermitted, answer.Outcome);
                Assert.Equal(missed, missed == 0 ? 0 : reason.Sentence.Split("; ").Length);
            }
        }
    }

    [Fact]
    public void Nothing_that_matches_means_no() => Assert.Equal(PolicyOutcome.NotPermitted, Ask().Outcome);

    [Fact]
    public void A_deny_beats_every_permit_and_approval()
    {
        var answer = Ask(Permit("a"), Permit("b") with { NeedsApproval = true }, new PolicyRule { Id = "no", Effect = PolicyEffect.Deny });

        Assert.Equal(PolicyOutcome.Denied, answer.Outcome);
        Assert.Equal("send-file is forbidden by no.", answer.Sentence);
    }

    [Fact]
    public void Of_several_permits_the_strictest_of_each_limit_holds_and_one_that_wants_an_approval_is_enough()
    {
        var answer = Ask(
            Permit("a") with { Limits = new PolicyLimits(20, new FileLimits(1000, FileTypes.Of(".gwl", ".csv"), Folders.Of("/runs"))) },
            Permit("b") with { Limits = new PolicyLimits(30, new FileLimits(500, FileTypes.Of(".gwl", ".txt"), Folders.Of("/runs/in", "/other"))), NeedsApproval = true },
            Permit("c"));

        Assert.Equal(PolicyOutcome.ApprovalNeeded, answer.Outcome);
        Assert.Equal(new PolicyLimits(20, new FileLimits(500, FileTypes.Of(".gwl"), Folders.Of("/runs/in"))), answer.Limits);
        Assert.Equal(
            "send-file needs a supervisor's approval, wanted by b; then it is permitted, at most 20 minutes, files of at most 500 bytes, files of type .gwl, files in /runs/in.",
            answer.Sentence);
    }

    [Fact]
    public void Permits_that_leave_no_file_permit_nothing()
    {
        var answer = Ask(WithTypes("a", ".gwl"), WithTypes("b", ".csv"));

        Assert.Equal(PolicyOutcome.NotPermitted, answer.Outcome);
        Assert.Contains("no type or folder of files in common", answer.Sentence, StringComparison.Ordinal);
        Assert.Equal(PolicyOutcome.Permitted, Ask(Question with { Capability = Capability.ViewScreen }, WithTypes("a", ".gwl"), WithTypes("b", ".csv")).Outcome);
    }

    [Theory]
    [InlineData("Evo-3", true)]
    [InlineData("EVO-3", true)]
    [InlineData("Evo*", true)]
    [InlineData("47*", true)]
    [InlineData("4711", true)]
    [InlineData("*", true)]
    [InlineData("Evo", false)]
    [InlineData("*3", false)]
    [InlineData("Evo-3*4", false)]
    [InlineData("", false)]
    public void An_instrument_is_meant_by_its_name_or_its_serial_number(string pattern, bool applies) =>
        Assert.Equal(applies, Ask(Permit("a") with { Instruments = [pattern] }).Reasons.Single().Applies);

    [Fact]
    public void What_isnt_known_of_an_instrument_matches_no_name() =>
        Assert.Equal(PolicyOutcome.NotPermitted, Ask(Question with { Site = "" }, Permit("a") with { Sites = [""] }).Outcome);

    [Fact]
    public void A_reason_says_everything_that_doesnt_hold()
    {
        var rule = Permit("night") with
        {
            Roles = ["supervisor"], Sites = ["Bern", "Biel*"], Hours = [new PolicyHours([], 20 * 60, 1440)], Training = ["night"],
        };

        Assert.Equal(
            "doesn't apply: it is for the role supervisor, not technician; it is for the site Bern or Biel*, not Basel; "
            + "it wants a current record of the course night; thu 14:00 is outside every day 20:00–24:00",
            Ask(rule).Reasons.Single().Sentence);
    }

    private static PolicyRule Permit(string id) => new() { Id = id, Effect = PolicyEffect.Permit };

    private static PolicyRule WithTypes(string id, string type) => Permit(id) with { Limits = new PolicyLimits(null, FileLimits.Any with { Types = FileTypes.Of(type) }) };

    private static PolicyAnswer Ask(params PolicyRule[] rules) => Ask(Question, rules);

    private static PolicyAnswer Ask(PolicyQuestion question, params PolicyRule[] rules) => new VendorPolicy(1, "UTC", [.. rules]).Ask(question);
}
