namespace Orchestrator.Pac;

/// <summary>What a PAC file may cost. It comes from whoever can write a web page in the site's network, so everything about it is bounded.</summary>
public static class PacLimits
{
    /// <summary>Largest file, bytes: the longest corporate lists have some hundred KiB.</summary>
    public const int ScriptBytes = 1 << 20;

    /// <summary>Processor time for everything that a script computes.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromMilliseconds(100);

    /// <summary>The same by the clock, name lookups left out: on a busy computer a script waits for its turn.</summary>
    public static readonly TimeSpan Wall = TimeSpan.FromSeconds(2);

    /// <summary>For all that it allocates, freed or not, bytes.</summary>
    public const long Memory = 16 << 20;

    /// <summary>For what it allocates between two readings of these bounds, bytes: so no single text gets long.</summary>
    public const long Step = 4 << 20;

    /// <summary>Statements; a clock that stands still ends nobody.</summary>
    public const int Statements = 1_000_000;

    /// <summary>Calls inside calls.</summary>
    public const int Recursion = 256;

    /// <summary>Elements of one array.</summary>
    public const uint ArrayLength = 100_000;

    /// <summary>Characters of a text that a built-in function multiplies, copies or searches.</summary>
    public const int Text = 1 << 20;

    /// <summary>Characters of one regular expression.</summary>
    public const int Pattern = 4096;

    /// <summary>Different names that one evaluation may look up.</summary>
    public const int Lookups = 20;

    /// <summary>For one of them.</summary>
    public static readonly TimeSpan Lookup = TimeSpan.FromSeconds(1);

    /// <summary>For all of them: a dead name server must not use up a whole dial.</summary>
    public static readonly TimeSpan AllLookups = TimeSpan.FromSeconds(3);

    /// <summary>Characters of an answer.</summary>
    public const int Answer = 2048;

    /// <summary>Entries of an answer that are used.</summary>
    public const int Hops = 8;
}
