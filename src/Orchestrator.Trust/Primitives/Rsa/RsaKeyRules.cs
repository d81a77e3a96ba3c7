using System.Numerics;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// Which RSA public keys are taken at all: 3072 to 8192 bits, exponent 65537, and none of the weaknesses that can be seen from outside.
/// A key that passes isn't proven strong; one that fails is proven weak.
/// </summary>
public static class RsaKeyRules
{
    public const int MinBits = 3072;
    public const int MaxBits = 8192;
    public const int Exponent = 65537;

    /// <summary>Steps of Fermat's method that are tried: finds factors that agree in about the upper half of their bits.</summary>
    private const int FermatSteps = 100;

    private const int SmallPrimeLimit = 2048;
    private const int GeneratorPrimeLimit = 167;

    private static readonly int[] SmallPrimes = PrimesBelow(SmallPrimeLimit);
    private static readonly Dictionary<int, bool[]> GeneratorResidues = SmallPrimes.Where(p => p is > 2 and <= GeneratorPrimeLimit).ToDictionary(p => p, PowersOfExponent);

    /// <summary>The first flaw found, or None. Both numbers are big-endian without sign.</summary>
    public static RsaKeyFlaw Check(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        modulus = modulus.TrimStart((byte)0);
        if (modulus.Length > MaxBits / 8)
            return RsaKeyFlaw.TooLarge;
        var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        var bits = n.GetBitLength();
        if (bits < MinBits)
            return RsaKeyFlaw.TooSmall;
        if (bits % 8 != 0)
            return RsaKeyFlaw.OddLength;
        if (exponent.Length > 8 || new BigInteger(exponent, isUnsigned: true, isBigEndian: true) != Exponent)
            return RsaKeyFlaw.WrongExponent;
        if (n.IsEven)
            return RsaKeyFlaw.EvenModulus;
        if (SmallPrimes.Any(p => n % p == 0))
            return RsaKeyFlaw.SmallFactor;
        if (GeneratorResidues.All(pair => pair.Value[(int)(n % pair.Key)]))
            return RsaKeyFlaw.BrokenGenerator;
        return HasCloseFactors(n) ? RsaKeyFlaw.CloseFactors : RsaKeyFlaw.None;
    }

    private static bool HasCloseFactors(BigInteger n)
    {
        var a = FloorSqrt(n);
        if (a * a == n)
            return true;
        a += 1;
        for (var step = 0; step < FermatSteps; step++, a += 1)
        {
            var rest = (a * a) - n;
            if (!MayBeSquare(rest))
                continue;
            var root = FloorSqrt(rest);
            if (root * root == rest)
                return true;
        }

        return false;
    }

    /// <summary>Squares end in few bit patterns: saves nearly all square roots.</summary>
    private static bool MayBeSquare(BigInteger value)
    {
        var low = (int)(value & 15);
        return low is 0 or 1 or 4 or 9;
    }

    private static BigInteger FloorSqrt(BigInteger value)
    {
        if (value.IsZero)
            return value;
        var x = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (x + (value / x)) >> 1;
            if (next >= x)
                return x;
            x = next;
        }
    }

    private static int[] PrimesBelow(int limit) =>
        [.. Enumerable.Range(2, limit - 2).Where(n => !Enumerable.Range(2, (int)Math.Sqrt(n) - 1).Any(d => n % d == 0))];

    /// <summary>The broken generator made primes that are powers of 65537 modulo every small prime, so the modulus is one too.</summary>
    private static bool[] PowersOfExponent(int prime)
    {
        var reached = new bool[prime];
        for (var power = 1; !reached[power]; power = power * (Exponent % prime) % prime)
            reached[power] = true;
        return reached;
    }
}
