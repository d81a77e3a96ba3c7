using System.Text;

namespace Orchestrator.Testbed.Instrument.Runs;

/// <summary>
/// The instrument's own random numbers (Steele, Lea and Flood 2014, "SplitMix64"): the state grows by the golden ratio, the output is
/// the state mixed by two multiplications. Written out here so that a seed means the same liquid levels on every runtime. Not for secrets.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>An independent stream for one purpose, so that asking for more of one thing doesn't change another.</summary>
    internal static SplitMix64 For(int seed, string purpose)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var part in Encoding.UTF8.GetBytes(purpose))
            hash = (hash ^ part) * 1099511628211UL;
        return new SplitMix64(hash ^ (ulong)(uint)seed);
    }

    internal ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>0 to <paramref name="bound"/> − 1.</summary>
    internal int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A whole number in the closed range.</summary>
    internal int Between(int least, int most) => least + Below(most - least + 1);
}
