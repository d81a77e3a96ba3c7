using Orchestrator.Broker.Accounts;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Tests.Accounts;

[Trait("Requirement", "R-AUTH-2")]
public sealed class PasswordRulesTests
{
    private static AccountName Anna { get; } = AccountName.TryParse("anna.berg", out var name) ? name : default;

    [Theory]
    [InlineData("three blue herons over water")]
    [InlineData("fifteen letters")]
    [InlineData("\uD83E\uDD86\uD83E\uDD85\uD83E\uDD89\uD83E\uDD9A\uD83E\uDD9C\uD83E\uDDA2\uD83E\uDDA9 in the reeds")]
    [InlineData("\u043F\u0443\u0441\u0442\u044C \u0432\u0441\u0435\u0433\u0434\u0430 \u0431\u0443\u0434\u0435\u0442")]
    public void Long_passwords_of_any_kind_are_good(string password) => Assert.Null(Objection(password));

    [Theory]
    [InlineData("", "too short")]
    [InlineData("three blue herons\u0007", "no keyboard gives")]
    [InlineData("fourteen-chars", "too short")]
    [InlineData("Password-Password", "attackers try first")]
    [InlineData("1234 5678 9012 345", "attackers try first")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "attackers try first")]
    [InlineData("---------------", "attackers try first")]
    [InlineData("anna.berg anna.berg", "a name that everybody knows")]
    [InlineData("Orchestrator-2026!", "a name that everybody knows")]
    [InlineData("Example Instruments 26", "a name that everybody knows")]
    [InlineData("dragon dragon dragon", "attackers try first")]
    [InlineData("p-a-s-s-w-o-r-d-1-2-3-4", "attackers try first")]
    [InlineData("QWERTYUIOP 12345", "attackers try first")]
    public void What_is_guessed_first_is_refused(string password, string because) =>
        Assert.Contains(because, Objection(password), StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_is_no_password() =>
        Assert.Contains("no keyboard gives", Objection("three blue herons \uD800"), StringComparison.Ordinal);

    [Fact]
    public void Up_to_256_characters_are_taken_whole()
    {
        var longest = string.Concat(Enumerable.Range(0, 256).Select(i => (char)('a' + (i % 26))));
        Assert.Null(Objection(longest));
        Assert.Contains("at most 256", Objection(longest + "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Length_is_counted_in_characters_as_people_see_them() =>
        Assert.NotNull(Objection(string.Concat(Enumerable.Repeat("\uD83E\uDD86", 14))));

    private static string? Objection(string password) => PasswordRules.Objection(password, PasswordPolicy.Default, Anna, "Anna Berg", "Example Instruments");
}
