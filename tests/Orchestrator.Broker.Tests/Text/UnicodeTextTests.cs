using CsCheck;
using Orchestrator.Broker.Text;

namespace Orchestrator.Broker.Tests.Text;

public sealed class UnicodeTextTests
{
    // Expected values are from the Unicode Character Database's own normalisation, not from this code.
    [Theory]
    [InlineData("plain ASCII", "plain ASCII")]
    [InlineData("cafe\u0301", "caf\u00E9")]
    [InlineData("\u212Aelvin", "Kelvin")]
    [InlineData("\uFF21\uFF22", "AB")]
    [InlineData("\uFB01", "fi")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u00BD", "1\u20442")]
    [InlineData("\uD83D\uDE00", "\uD83D\uDE00")]
    [InlineData("a\u0315\u0300\u05AE\u0062", "\u00E0\u05AE\u0315\u0062")]
    public void Normalisation_follows_form_KC(string text, string expected) => Assert.Equal(expected, UnicodeText.Normalize(text));

    [Theory]
    [InlineData("STRASSE", "stra\u00DFe")]
    [InlineData("\u1E9E", "ss")]
    [InlineData("\u03A3", "\u03C2")]
    [InlineData("\u212B", "\u00E5")]
    [InlineData("\u0130", "i\u0307")]
    public void Spellings_of_one_name_fold_to_one_key(string one, string other) => Assert.Equal(UnicodeText.Fold(one), UnicodeText.Fold(other));

    [Fact]
    public void Normalising_twice_is_normalising_once() =>
        Gen.Char['\u00A0', '\uD7FF'].Array[0, 20].Select(c => new string(c)).Sample(text =>
        {
            var once = UnicodeText.Normalize(text);
            return UnicodeText.Normalize(once) == once && UnicodeText.Fold(UnicodeText.Fold(text)) == UnicodeText.Fold(text);
        });

    [Fact]
    public void Half_characters_are_found()
    {
        Assert.False(UnicodeText.IsWellFormed("\uD800"));
        Assert.False(UnicodeText.IsWellFormed("a\uDC00"));
        Assert.False(UnicodeText.IsWellFormed("\uDE00\uD83D"));
        Assert.True(UnicodeText.IsWellFormed("\uD83D\uDE00"));
    }
}
