using System.Text;
using Orchestrator.Broker.Accounts.Factors;

namespace Orchestrator.Broker.Tests.Accounts.Factors;

[Trait("Requirement", "R-AUTH-4")]
public sealed class OneTimeCodesTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, SHA-1; of its eight digits the last six.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_RFC_6238(long seconds, string code)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(code, OneTimeCodes.At(Secret, OneTimeCodes.StepAt(now)));
        Assert.Equal(seconds / 30, OneTimeCodes.Match(Secret, code, now, 0));
    }

    [Theory]
    [InlineData(-90, false)]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    [InlineData(90, false)]
    public void A_clock_may_be_one_step_away_and_no_more(int seconds, bool counts)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_010);
        var code = OneTimeCodes.At(Secret, OneTimeCodes.StepAt(now.AddSeconds(seconds)));
        Assert.Equal(counts, OneTimeCodes.Match(Secret, code, now, 0) is not null);
    }

    [Fact]
    public void Only_a_later_step_than_the_last_one_counts()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_010);
        var step = OneTimeCodes.StepAt(now);
        Assert.Null(OneTimeCodes.Match(Secret, OneTimeCodes.At(Secret, step), now, step));
        Assert.Null(OneTimeCodes.Match(Secret, OneTimeCodes.At(Secret, step - 1), now, step));
        Assert.Equal(step + 1, OneTimeCodes.Match(Secret, OneTimeCodes.At(Secret, step + 1), now, step));
    }

    [Theory]
    [InlineData("287 082", true)]
    [InlineData(" 287082", true)]
    [InlineData("28708", false)]
    [InlineData("2870822", false)]
    [InlineData("28708\u0662", false)]
    [InlineData("", false)]
    public void People_may_type_blanks_and_nothing_else(string typed, bool counts) =>
        Assert.Equal(counts, OneTimeCodes.Match(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(59), 0) is not null);
}
