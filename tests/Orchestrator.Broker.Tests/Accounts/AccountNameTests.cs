using Orchestrator.Broker.Accounts;

namespace Orchestrator.Broker.Tests.Accounts;

[Trait("Requirement", "R-AUTH-1")]
public sealed class AccountNameTests
{
    [Theory]
    [InlineData("Anna", "anna")]
    [InlineData(" anna ", "anna")]
    [InlineData("\uFF21nna", "anna")]
    [InlineData("Mu\u0308ller", "m\u00FCller")]
    [InlineData("\u212Aarl", "karl")]
    [InlineData("a.b-c_9", "a.b-c_9")]
    public void Spellings_of_one_name_are_one_key(string text, string key)
    {
        Assert.True(AccountName.TryParse(text, out var name));
        Assert.Equal(key, name.Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("   ")]
    [InlineData("9lives")]
    [InlineData("anna berg")]
    [InlineData("\u0430nna")] // Cyrillic а
    [InlineData("ann\u0131")] // dotless i
    [InlineData("\u0391nna")] // Greek Α
    [InlineData("anna\u200D")]
    [InlineData("an\nna")]
    public void What_could_be_taken_for_another_name_is_none(string? text) => Assert.False(AccountName.TryParse(text, out _));

    [Fact]
    public void Half_a_character_is_no_name() => Assert.False(AccountName.TryParse("\uD800nna", out _));

    [Fact]
    public void A_name_has_at_most_64_letters()
    {
        Assert.True(AccountName.TryParse(new string('a', 64), out _));
        Assert.False(AccountName.TryParse(new string('a', 65), out _));
    }
}
