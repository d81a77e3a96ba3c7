using System.Globalization;
using Orchestrator.Trust.Text;

namespace Orchestrator.Trust.Tests.Text;

public sealed class NfkcTests
{
    [Fact]
    public void Random_strings_normalise_as_in_another_implementation()
    {
        using var reader = new StreamReader(typeof(NfkcTests).Assembly.GetManifestResourceStream("nfkc-cases.txt")!);
        var run = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var sides = line.Split(" > ");
            Assert.Equal(sides[1], Points(Nfkc.Normalise(Text(sides[0]))));
            run++;
        }

        Assert.Equal(400, run);
    }

    [Theory]
    [InlineData("ﬁ", "fi")]
    [InlineData("e\u0301", "é")]
    [InlineData("Å", "Å")]
    [InlineData("①", "1")]
    [InlineData("ｐａｓｓ", "pass")]
    [InlineData("각", "각")]
    public void Ordinary_cases(string text, string expected) => Assert.Equal(expected, Nfkc.Normalise(text));

    [Fact]
    public void What_is_normalised_stays()
    {
        using var reader = new StreamReader(typeof(NfkcTests).Assembly.GetManifestResourceStream("nfkc-cases.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var done = Text(line.Split(" > ")[1]);
            Assert.Equal(done, Nfkc.Normalise(done));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.Throws<ArgumentException>(() => Nfkc.Normalise("a\uD800"));

    private static string Text(string points) =>
        string.Concat(points.Split(' ').Select(p => char.ConvertFromUtf32(int.Parse(p, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));

    private static string Points(string text) => string.Join(' ', text.EnumerateRunes().Select(r => r.Value.ToString("X", CultureInfo.InvariantCulture)));
}
