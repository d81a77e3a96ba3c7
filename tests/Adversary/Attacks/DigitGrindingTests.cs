using System.Buffers.Binary;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Attacks;

/// <summary>
/// 100,000 men in the middle with a stolen issuing key, each with the three tries that a session number has. What is modelled: of each try the part
/// that decides on the digits, by docs/protocol.md 2.4, with real X25519 keys, hashes and derivations. The man in the middle commits to his key before
/// he sees the instrument's, as M1 makes him do, knows the console's digits beforehand (better than he really does), and stops as soon as the
/// digits agree. What is left out: RSA and ML-KEM, which don't enter the digits but as bytes of M2.
/// </summary>
[Trait("Requirement", "R-HS-7")]
[Trait("Requirement", "R-HS-13")]
public sealed class DigitGrindingTests
{
    private const int Grinders = 100_000;
    private static readonly byte[] Th0 = Hash384.Of("th0", "e2e"u8.ToArray(), "a ticket"u8.ToArray());

    [Fact]
    public void A_hundred_thousand_grinders_hit_the_digits_no_more_often_than_one_in_a_hundred_thousand()
    {
        var tries = Tries();

        var hits = tries.Count(of => of.Digits.Contains(of.Wanted));
        Assert.InRange(hits, 0, 1);

        // That the count counts is shown by digits that are easier to hit: the last two alone agree in 3 of 100 cases.
        var easy = tries.Count(of => of.Digits.Any(digits => digits % 100 == of.Wanted % 100));
        Assert.InRange(easy, Grinders * 0.0285, Grinders * 0.0309);
    }

    [Fact]
    public void No_digits_come_more_often_than_others()
    {
        var tries = Tries();
        var all = tries.SelectMany(of => of.Digits).ToList();
        foreach (var at in new[] { 100_000u, 10_000u, 1_000u, 100u, 10u, 1u })
        {
            var counts = all.GroupBy(digits => digits / at % 10).ToDictionary(group => group.Key, group => group.Count());
            var expected = all.Count / 10.0;
            var chiSquared = counts.Values.Sum(count => (count - expected) * (count - expected) / expected);

            // Nine degrees of freedom: above 33.7 once in ten thousand.
            Assert.Equal(10, counts.Count);
            Assert.True(chiSquared < 33.7, $"{at}: {chiSquared}");
        }
    }

    private static readonly Lazy<Case[]> Made = new(() =>
    {
        var cases = new Case[Grinders];
        var oneForOthers = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount - 1) };
        Parallel.For(0, Grinders, oneForOthers, grinder => cases[grinder] = Grind(new SeededRandom(20260302L + grinder)));
        return cases;
    });

    private static Case[] Tries() => Made.Value;

    private static Case Grind(SeededRandom random)
    {
        // The console's digits are as good as drawn: they hang on a key that it committed to.
        var drawn = new byte[8];
        random.Fill(drawn);
        var wanted = (uint)(BinaryPrimitives.ReadUInt64BigEndian(drawn) % 1_000_000);
        using var mine = X25519Key.Generate(random);
        var digits = new uint[SessionLimits.Handshakes];
        for (var attempt = 0; attempt < digits.Length; attempt++)
        {
            digits[attempt] = Try(mine, random);
        }

        return new Case(wanted, digits);
    }

    /// <summary>M1 with a commitment, M2 with the instrument's key, and the digits that would come of it.</summary>
    private static uint Try(X25519Key mine, SeededRandom random)
    {
        var bytes = new byte[128];
        random.Fill(bytes);
        var opening = bytes[..32];
        byte[] m1 = [.. bytes[32..64], .. Hash384.Of("commit", mine.Public, opening)];
        using var instruments = X25519Key.Generate(random);
        byte[] m2 = [.. bytes[64..], .. instruments.Public.Span];
        Span<byte> agreed = stackalloc byte[X25519Key.Size];
        Assert.True(mine.TryAgree(instruments.Public.Span, agreed));
        var th2 = Hash384.Continue(Th0, m1, m2);
        var prk = Hkdf384.Extract(Hash384.Continue(th2, mine.Public, opening), agreed);
        return (uint)(BinaryPrimitives.ReadUInt64BigEndian(Hkdf384.Expand(prk, 8, "sas")) % 1_000_000);
    }

    private sealed record Case(uint Wanted, uint[] Digits);
}
