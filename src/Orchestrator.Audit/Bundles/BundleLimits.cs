namespace Orchestrator.Audit.Bundles;

/// <summary>How much a bundle may hold; read before anything of it is believed.</summary>
public static class BundleLimits
{
    /// <summary>Bytes of the file: a day's session has some thousand records, each under 64 KiB and most under two.</summary>
    public const int FileBytes = 64 * 1024 * 1024;

    /// <summary>Members of any list.</summary>
    public const int Entries = 100_000;

    /// <summary>Characters of any string that isn't base64: a verifier key.</summary>
    public const int TextCharacters = 512;

    /// <summary>Largest number: 2^53 − 1, which every JSON reader gives exactly.</summary>
    public const long Number = (1L << 53) - 1;

    /// <summary>Levels of nesting.</summary>
    public const int Depth = 6;
}
