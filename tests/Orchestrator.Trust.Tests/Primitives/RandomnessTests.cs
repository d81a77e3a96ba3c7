using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tests.Primitives;

[Trait("Requirement", "R-CRY-7")]
public sealed class RandomnessTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(1000)]
    public void Every_place_is_filled_anew(int size)
    {
        var drawn = Enumerable.Range(0, 64).Select(_ => Draw(size)).ToArray();
        Assert.Equal(drawn.Length, drawn.Select(Convert.ToHexString).Distinct().Count());

        // A byte that is the same in all 64 draws comes once in 256^63.
        Assert.All(Enumerable.Range(0, size), at => Assert.True(drawn.Select(bytes => bytes[at]).Distinct().Count() > 1, $"byte {at} never changes"));
    }

    [Fact]
    public void Keys_of_one_moment_differ()
    {
        using var x1 = X25519Key.Generate(SystemRandomSource.Instance);
        using var x2 = X25519Key.Generate(SystemRandomSource.Instance);
        Assert.False(x1.Public.Span.SequenceEqual(x2.Public.Span));
        using var e1 = Ed25519Key.Generate(SystemRandomSource.Instance);
        using var e2 = Ed25519Key.Generate(SystemRandomSource.Instance);
        Assert.NotEqual(e1.Public, e2.Public);
        using var m1 = MlKem768Key.Generate(SystemRandomSource.Instance);
        using var m2 = MlKem768Key.Generate(SystemRandomSource.Instance);
        Assert.False(m1.EncapsulationKey.Span.SequenceEqual(m2.EncapsulationKey.Span));
    }

    private static byte[] Draw(int size)
    {
        var bytes = new byte[size];
        SystemRandomSource.Instance.Fill(bytes);
        return bytes;
    }
}
