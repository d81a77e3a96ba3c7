namespace Orchestrator.Domain.Tests.Ids;

/// <summary>The nine digits as people read and type them.</summary>
public sealed class SessionNumberTests
{
    [Theory]
    [InlineData("123456789")]
    [InlineData("123 456 789")]
    [InlineData("123-456-789")]
    [InlineData(" 123 456-789 ")]
    public void Nine_digits_are_read_however_they_are_grouped(string text)
    {
        Assert.True(SessionNumber.TryParse(text, out var number));
        Assert.Equal(("123456789", "123 456 789"), (number.ToString(), number.Spoken()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345678")]
    [InlineData("1234567890")]
    [InlineData("012345678")]
    [InlineData("12345678x")]
    [InlineData("１２３４５６７８９")]
    public void Anything_else_isnt_a_number(string? text) => Assert.False(SessionNumber.TryParse(text, out _));

    [Theory]
    [InlineData(99_999_999)]
    [InlineData(1_000_000_000)]
    public void A_number_has_nine_digits(int value) => Assert.Throws<ArgumentOutOfRangeException>(() => new SessionNumber(value));
}
