namespace Orchestrator.Domain.Tests.Policy;

[Trait("Requirement", "R-ZT-3")]
public sealed class PostureTests
{
    private static readonly string Known = new('a', 64);

    private static readonly PostureRules Open = new(new Version(1, 2, 3), [], [], []);
    private static readonly PostureRules Narrow = new(new Version(1, 2, 3), [Known], ["shipped"], ["Microsoft Windows 10"]);
    private static readonly PostureClaim Good = new("1.2.3", "Microsoft Windows 10.0.19045 (X64)", Known, "shipped");

    [Theory]
    [InlineData("1.2.3", null)]
    [InlineData("1.2.4", null)]
    [InlineData("1.10.0", null)]
    [InlineData("2.0.0", null)]
    [InlineData("1.2.2", "PROGRAM_TOO_OLD")]
    [InlineData("1.1.99", "PROGRAM_TOO_OLD")]
    [InlineData("0.9.9", "PROGRAM_TOO_OLD")]
    [InlineData("1.3", "PROGRAM_UNKNOWN")]
    [InlineData("", "PROGRAM_UNKNOWN")]
    [InlineData("latest", "PROGRAM_UNKNOWN")]
    [InlineData("-1.2.3", "PROGRAM_UNKNOWN")]
    public void A_version_counts_from_the_signed_minimum_on(string version, string? code)
    {
        Assert.Equal(code, Open.WhyNot(Good with { Version = version })?.Code);
        Assert.Equal(code, Narrow.WhyNot(Good with { Version = version })?.Code);
    }

    [Fact]
    public void Too_old_says_which_version_is_wanted()
    {
        var sentence = Open.WhyNot(Good with { Version = "1.2.2" })!.Sentence;
        Assert.Contains("1.2.2", sentence, StringComparison.Ordinal);
        Assert.Contains("1.2.3", sentence, StringComparison.Ordinal);
        Assert.Contains("from the vendor", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_lists_ask_nothing_and_full_ones_are_exact()
    {
        var other = new PostureClaim("1.2.3", "Linux 6.1 (X64)", new string('0', 64), "testbed");
        Assert.Null(Open.WhyNot(other));
        Assert.Null(Narrow.WhyNot(Good));
        Assert.Equal("PROGRAM_UNKNOWN", Narrow.WhyNot(Good with { Composition = "testbed" })?.Code);
        Assert.Equal("PROGRAM_UNKNOWN", Narrow.WhyNot(Good with { Composition = "Shipped" })?.Code);
        Assert.Equal("PROGRAM_UNKNOWN", Narrow.WhyNot(Good with { ExecutableSha256 = new string('0', 64) })?.Code);
        Assert.Equal("PROGRAM_UNKNOWN", Narrow.WhyNot(Good with { ExecutableSha256 = "" })?.Code);
        Assert.Equal("SYSTEM_NOT_SUPPORTED", Narrow.WhyNot(Good with { OperatingSystem = "Linux 6.1 (X64)" })?.Code);
        Assert.Equal("SYSTEM_NOT_SUPPORTED", Narrow.WhyNot(Good with { OperatingSystem = "not Microsoft Windows 10" })?.Code);
    }
}
