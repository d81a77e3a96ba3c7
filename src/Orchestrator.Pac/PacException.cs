namespace Orchestrator.Pac;

/// <summary>A PAC file that gave no way out.</summary>
public sealed class PacException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="code">One of <see cref="PacCodes"/>.</param>
    /// <param name="sentence">For the reader: what failed, why, what to do.</param>
    /// <param name="inner">What was thrown underneath, if anything.</param>
    public PacException(string code, string sentence, Exception? inner = null)
        : base(sentence, inner) => Code = code;

    /// <summary>Stable code.</summary>
    public string Code { get; }
}

/// <summary>Stable codes of PAC files that can't be used.</summary>
public static class PacCodes
{
    /// <summary>It can't be got.</summary>
    public const string Unreachable = "PAC_UNREACHABLE";

    /// <summary>It isn't a script with a function FindProxyForURL, or too large.</summary>
    public const string Invalid = "PAC_INVALID";

    /// <summary>The script failed.</summary>
    public const string Failed = "PAC_FAILED";

    /// <summary>The script took too long.</summary>
    public const string Timeout = "PAC_TIMEOUT";

    /// <summary>The script wanted more memory, steps, depth or lookups than it may have.</summary>
    public const string Limit = "PAC_LIMIT";

    /// <summary>What the script answered isn't a list of proxies.</summary>
    public const string Answer = "PAC_ANSWER";
}
