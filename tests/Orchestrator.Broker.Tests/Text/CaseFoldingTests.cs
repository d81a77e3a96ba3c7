using CsCheck;
using Orchestrator.Broker.Text;

namespace Orchestrator.Broker.Tests.Text;

public sealed class CaseFoldingTests
{
    [Theory]
    [InlineData("STRASSE", "stra\u00DFe")]
    [InlineData("\u1E9E", "ss")]
    [InlineData("\u03A3", "\u03C2")]
    [InlineData("\u212B", "\u00E5")]
    [InlineData("\u0130", "i\u0307")]
    public void Spellings_of_one_name_fold_to_one_key(string one, string other) => Assert.Equal(CaseFolding.Fold(one), CaseFolding.Fold(other));

    [Fact]
    public void Folding_twice_is_folding_once() =>
        Gen.Char['\u00A0', '\uD7FF'].Array[0, 20].Select(c => new string(c)).Sample(text => CaseFolding.Fold(CaseFolding.Fold(text)) == CaseFolding.Fold(text));

    [Fact]
    public void Half_characters_are_found()
    {
        Assert.False(CaseFolding.IsWellFormed("\uD800"));
        Assert.False(CaseFolding.IsWellFormed("a\uDC00"));
        Assert.False(CaseFolding.IsWellFormed("\uDE00\uD83D"));
        Assert.True(CaseFolding.IsWellFormed("\uD83D\uDE00"));
    }
}
